using System.Text.RegularExpressions;

namespace Pir.Web.Styleguide;

/// <summary>
/// Turns rendered components into inert examples, because the page shows many of them several
/// times. Each example gets its own ids, its forms and links lead nowhere, scripts ignore it, and
/// it is not a landmark of the page.
/// </summary>
internal static partial class Exhibit
{
    private const int MostMilliseconds = 1000;
    public const string Nowhere = "/styleguide";

    /// <param name="html">The renderer's output, with every attribute in double quotes.</param>
    /// <param name="prefix">Distinguishes the ids of this example from those of the others.</param>
    /// <param name="isOpen">Whether to unfold everything.</param>
    public static string Of(string html, string prefix, bool isOpen) =>
        Tag().Replace(html, tag => Change(tag.Value, prefix, isOpen));

    private static string Change(string tag, string prefix, bool isOpen)
    {
        tag = Landmark().Replace(tag, m => m.Groups["start"].Value + "div");
        tag = Behaviour().Replace(tag, "");
        tag = Reference()
            .Replace(tag, m => $" {m.Groups["name"]}=\"{Own(m.Groups["ids"].Value, prefix)}\"");
        tag = Pattern().Replace(tag, $"url(#{prefix}-");
        tag = Link().Replace(tag, $" href=\"#{prefix}\"");
        tag = Target().Replace(tag, " ${name}=\"" + Nowhere + "\"");
        tag = Role().Replace(tag, " role=\"group\"");
        tag = Heading().Replace(tag, "$0 aria-level=\"3\"");
        return isOpen ? Foldable().Replace(tag, "$0 open") : tag;
    }

    private static string Own(string ids, string prefix) =>
        string.Join(' ', ids.Split(' ').Select(id => $"{prefix}-{id}"));

    [GeneratedRegex("</?[a-z][^>]*>", RegexOptions.None, MostMilliseconds)]
    private static partial Regex Tag();

    [GeneratedRegex(
        "^(?<start></?)(?:nav|section|aside|main)(?=[ >])",
        RegexOptions.None,
        MostMilliseconds
    )]
    private static partial Regex Landmark();

    [GeneratedRegex(
        " (?:hx-[a-z-]+|data-(?!since|state)[a-z-]+|autofocus|loading|role=\"search\""
            + "|name=\"filters\")(?:=\"[^\"]*\")?(?=[ />])",
        RegexOptions.None,
        MostMilliseconds
    )]
    private static partial Regex Behaviour();

    [GeneratedRegex(
        " (?<name>id|for|form|list|aria-labelledby|aria-describedby|aria-controls|popovertarget)"
            + "=\"(?<ids>[^\"]+)\"",
        RegexOptions.None,
        MostMilliseconds
    )]
    private static partial Regex Reference();

    [GeneratedRegex("url\\(#", RegexOptions.None, MostMilliseconds)]
    private static partial Regex Pattern();

    [GeneratedRegex(" href=\"[^\"]*\"", RegexOptions.None, MostMilliseconds)]
    private static partial Regex Link();

    [GeneratedRegex(" (?<name>action|formaction)=\"[^\"]*\"", RegexOptions.None, MostMilliseconds)]
    private static partial Regex Target();

    [GeneratedRegex(" role=\"(?:region|alert|status)\"", RegexOptions.None, MostMilliseconds)]
    private static partial Regex Role();

    [GeneratedRegex("^<h[1-6]", RegexOptions.None, MostMilliseconds)]
    private static partial Regex Heading();

    [GeneratedRegex(
        "^<(?:details|dialog)(?=[ >])(?![^>]* open)",
        RegexOptions.None,
        MostMilliseconds
    )]
    private static partial Regex Foldable();
}
