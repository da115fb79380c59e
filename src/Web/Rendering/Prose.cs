using System.Text.RegularExpressions;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;

namespace Pir.Web.Rendering;

/// <summary>Turns what people wrote into safe HTML.</summary>
internal static partial class Prose
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseTaskLists()
        .UseEmphasisExtras()
        .UseAutoLinks()
        .UseSoftlineBreakAsHardlineBreak()
        .Build();

    /// <summary>Markdown without raw HTML; links only to web and mail addresses; headings start below the page's own.</summary>
    public static MarkupString Markdown(string? text, int headingsFrom = 3)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return default;
        }

        var document = Markdig.Markdown.Parse(text, Pipeline);
        // Whatever levels people use, the page's outline has no holes.
        var headings = document.Descendants<HeadingBlock>().ToList();
        var levels = headings.Select(h => h.Level).Distinct().Order().ToList();
        foreach (var heading in headings)
        {
            heading.Level = Math.Min(6, headingsFrom + levels.IndexOf(heading.Level));
        }

        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            // A picture elsewhere would tell its owner who reads; it becomes a link.
            link.IsImage = false;
            link.GetAttributes().AddPropertyIfNotExist("rel", "noopener noreferrer nofollow");
            if (!IsSafe(link.Url))
            {
                Unwrap(link);
            }
        }

        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            if (!link.IsEmail && !IsSafe(link.Url))
            {
                link.ReplaceBy(new LiteralInline(link.Url));
            }
        }

        return new(document.ToHtml(Pipeline));
    }

    private static void Unwrap(LinkInline link)
    {
        while (link.FirstChild is { } child)
        {
            child.Remove();
            link.InsertBefore(child);
        }

        link.Remove();
    }

    /// <summary>Splits plain text into words and web addresses.</summary>
    public static IEnumerable<(string Text, bool IsLink)> Pieces(string text)
    {
        var at = 0;
        foreach (var match in Address().Matches(text).AsEnumerable())
        {
            if (match.Index > at)
            {
                yield return (text[at..match.Index], false);
            }

            yield return (text.Substring(match.Index, match.Length), true);
            at = match.Index + match.Length;
        }

        if (at < text.Length)
        {
            yield return (text[at..], false);
        }
    }

    /// <summary>Whether a link may be followed: the web, mail, or a place on this site.</summary>
    public static bool IsSafe(string? url) =>
        url is not null
        && (
            (
                Uri.TryCreate(url, UriKind.Absolute, out var absolute)
                && absolute.Scheme is "http" or "https" or "mailto"
            )
            || url.StartsWith('#')
            || (
                url.StartsWith('/')
                && !url.StartsWith("//", StringComparison.Ordinal)
                && !url.Contains('\\', StringComparison.Ordinal)
            )
        );

    [GeneratedRegex("""https?://[^\s<>"']*[^\s<>"'.,;:!?)\]]""", RegexOptions.None, 200)]
    private static partial Regex Address();
}
