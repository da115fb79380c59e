using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Pir.Formatting;

/// <summary>Headings without gaps in their levels, each with its own id.</summary>
internal static class Outline
{
    private const int LongestId = 80;

    public static void Apply(MarkdownDocument document, int from)
    {
        var headings = document.Descendants<HeadingBlock>().ToList();
        var levels = headings.Select(h => h.Level).Distinct().Order().ToList();
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var heading in headings)
        {
            heading.Level = Math.Min(6, from + levels.IndexOf(heading.Level));
            if (IdOf(heading) is { Length: > 0 } id)
            {
                used[id] = used.GetValueOrDefault(id) + 1;
                heading.GetAttributes().Id = used[id] == 1 ? id : $"{id}-{used[id]}";
            }
        }
    }

    // As code forges do it: lower case, words joined by hyphens, nothing else.
    private static string IdOf(HeadingBlock heading)
    {
        var words = (heading.Inline?.Descendants<LiteralInline>() ?? [])
            .SelectMany(l => l.Content.ToString())
            .Take(LongestId)
            .Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')
            .Select(c => c == ' ' ? '-' : char.ToLowerInvariant(c));
        return string.Concat(words);
    }
}
