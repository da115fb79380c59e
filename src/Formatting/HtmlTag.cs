using System.Net;

namespace Pir.Formatting;

/// <summary>What happens to a tag in a text.</summary>
internal enum HtmlTagKind
{
    /// <summary>Shown as written.</summary>
    Text,

    /// <summary>Not shown.</summary>
    Hidden,
    LineBreak,
    Section,
    Mark,
    Picture,
}

/// <summary>A tag or comment in a text.</summary>
/// <param name="Source">As it was written.</param>
internal readonly record struct HtmlTag(
    HtmlTagKind Kind,
    string Name,
    bool IsClosing,
    string Source
)
{
    private const int LongestName = 12;

    private const string Marks = "b i u s em strong small mark ins del sub sup kbd code";
    private const string Looks = "a span div p font center section article header footer figure hr";

    private static readonly Dictionary<string, HtmlTagKind> Kinds = new(
        [
            new("br", HtmlTagKind.LineBreak),
            new("details", HtmlTagKind.Section),
            new("summary", HtmlTagKind.Section),
            new("img", HtmlTagKind.Picture),
            .. Each(Marks, HtmlTagKind.Mark),
            .. Each(Looks, HtmlTagKind.Hidden),
        ],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Without its attributes.</summary>
    public string Bare => IsClosing ? $"</{Name}>" : $"<{Name}>";

    /// <param name="source">A whole tag or comment.</param>
    public static HtmlTag Parse(string source)
    {
        if (source.StartsWith("<!--", StringComparison.Ordinal))
        {
            return new(HtmlTagKind.Hidden, "", false, source);
        }

        var isClosing = source.StartsWith("</", StringComparison.Ordinal);
        var name = new string([
            .. source
                .Skip(isClosing ? 2 : 1)
                .Take(LongestName)
                .TakeWhile(char.IsAsciiLetterOrDigit),
        ]);
        var isTag = source.EndsWith('>') && Kinds.ContainsKey(name);
        return new(
            isTag ? Kinds[name] : HtmlTagKind.Text,
            name.ToLowerInvariant(),
            isClosing,
            source
        );
    }

    /// <summary>The tag or comment that starts at a position, or else the bracket there.</summary>
    public static HtmlTag At(string html, int start)
    {
        var isComment = html.AsSpan(start).StartsWith("<!--");
        var end = html.IndexOf(isComment ? "-->" : ">", start, StringComparison.Ordinal);
        return end >= 0 ? Parse(html[start..(end + (isComment ? 3 : 1))])
            : isComment ? new(HtmlTagKind.Hidden, "", false, html[start..])
            : new(HtmlTagKind.Text, "", false, html[start..]);
    }

    /// <summary>The value of an attribute, decoded.</summary>
    public string? Attribute(string name)
    {
        for (var at = 0; (at = Source.IndexOf(name, at, StringComparison.OrdinalIgnoreCase)) >= 0; )
        {
            var before = at == 0 ? '<' : Source[at - 1];
            at += name.Length;
            var rest = Source.AsSpan(at).TrimStart();
            if (char.IsWhiteSpace(before) && rest is ['=', ..])
            {
                return WebUtility.HtmlDecode(Value(rest[1..].TrimStart()));
            }
        }

        return null;
    }

    private static string Value(ReadOnlySpan<char> rest)
    {
        var isQuoted = rest is ['"' or '\'', ..];
        var end = isQuoted ? rest[1..].IndexOf(rest[0]) : rest.IndexOfAny(" \t\r\n>");
        var value = isQuoted ? rest[1..] : rest;
        return (end < 0 ? value : value[..end]).ToString();
    }

    private static IEnumerable<KeyValuePair<string, HtmlTagKind>> Each(
        string names,
        HtmlTagKind kind
    ) => names.Split(' ').Select(name => KeyValuePair.Create(name, kind));
}
