using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Pir.Formatting;

/// <summary>
/// Decides which links are allowed. Pictures become links; disallowed links become text.
/// </summary>
public static class Links
{
    internal static void Apply(MarkdownDocument document)
    {
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            if (link.IsImage)
            {
                ShowAddress(link);
            }

            if (!IsSafe(link.Url) || IsWithinLink(link))
            {
                Unwrap(link);
            }
        }

        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            if ((!link.IsEmail && !IsSafe(link.Url)) || IsWithinLink(link))
            {
                link.ReplaceBy(new LiteralInline(link.Url));
            }
        }
    }

    /// <summary>
    /// Whether a link is allowed: the web, mail, or this site.
    /// </summary>
    public static bool IsSafe(string? url) =>
        url is not null
        && (
            IsElsewhere(url)
            || url.StartsWith('#')
            || (
                url.StartsWith('/')
                && !url.StartsWith("//", StringComparison.Ordinal)
                && !url.Contains('\\', StringComparison.Ordinal)
            )
        );

    private static bool IsElsewhere(string url) =>
        (
            url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)
        ) && Uri.TryCreate(url, UriKind.Absolute, out _);

    // A picture on another site would reveal readers to its owner. A link without a name shows
    // its URL.
    private static void ShowAddress(LinkInline link)
    {
        link.IsImage = false;
        if (link.FirstChild is null)
        {
            link.AppendChild(new LiteralInline(link.Url ?? ""));
        }
    }

    private static bool IsWithinLink(Inline inline)
    {
        for (var parent = inline.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is LinkInline)
            {
                return true;
            }
        }

        return false;
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
}
