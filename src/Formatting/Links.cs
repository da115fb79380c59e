using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Pir.Formatting;

/// <summary>Which links may be followed. Pictures become links; the others become text.</summary>
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
    /// Whether a link may be followed: the web, mail, or a place on this site.
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

    // A picture elsewhere would tell its owner who reads. Without a name it shows its address.
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
