using System.Text.RegularExpressions;

namespace Pir.Timelines.Imports;

/// <summary>
/// Who wrote a message. Chats show marks next to names, which are not part of them: <c>APP</c>,
/// pronouns, a status emoji, "(edited)".
/// </summary>
internal static partial class ChatName
{
    private const int LongestName = 80;
    private const int MostWords = 6;

    private static readonly HashSet<string> Particles = new(
        ["van", "von", "der", "den", "de", "da", "di", "du", "la", "le", "el", "al", "bin", "ter"],
        StringComparer.Ordinal
    );

    // What logs and notes write before a colon.
    private static readonly HashSet<string> Labels = new(
        [
            "error",
            "err",
            "warn",
            "warning",
            "info",
            "debug",
            "fatal",
            "trace",
            "critical",
            "notice",
            "note",
            "update",
            "status",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>A line of marks only, such as <c>APP</c>, <c>:palm_tree:</c> or a dash.</summary>
    internal static bool IsMarks(string text) => text.Length > 0 && Trim(text).Name.Length == 0;

    /// <summary>The name without its marks, and whether one of them says it is a program.</summary>
    internal static (string Name, bool IsBot) Trim(string text)
    {
        var isBot = false;
        var name = text.Trim();
        while (Mark().Match(name) is { Success: true } mark)
        {
            isBot |= mark.Value.Trim() is "APP" or "BOT" or "WORKFLOW";
            name = name[..mark.Index].TrimEnd();
        }

        return (name.TrimEnd(',').TrimEnd(), isBot);
    }

    /// <summary>
    /// At most six words that start like names; a handle such as <c>ada.lovelace</c> counts too.
    /// </summary>
    internal static bool IsName(string text)
    {
        var name = Trim(text).Name;
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return name.Length is > 0 and <= LongestName
            && words.Length is >= 1 and <= MostWords
            && words.All(w => words.Length == 1 || StartsLikeName(w) || Particles.Contains(w))
            && words.Any(w => char.IsLetter(w[0]) || w[0] == '@')
            && name[^1] is not ('.' or '!' or '?' or ':' or ';' or ',')
            && !name.Contains("://", StringComparison.Ordinal)
            && !Labels.Contains(name);
    }

    /// <summary>At least two words with capitals: hardly anything but a name.</summary>
    internal static bool IsFullName(string text) =>
        IsName(text)
        && Trim(text).Name.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, ..] words
        && words.Count(w => char.IsUpper(w[0])) >= 2;

    /// <summary>What may stand where a name must be, whatever it looks like.</summary>
    internal static bool CouldBeName(string text) =>
        Trim(text).Name is { Length: > 0 and <= LongestName } name
        && name.Any(char.IsLetterOrDigit)
        && name[^1] is not ('.' or '!' or '?' or ':' or ';')
        && !name.Contains("(edited)", StringComparison.Ordinal);

    private static bool StartsLikeName(string word) =>
        char.IsUpper(word[0]) || (!char.IsLetter(word[0]) && !char.IsDigit(word[0]));

    // Pronouns and roles in brackets, emoji by name or as such, and the marks of programs.
    [GeneratedRegex(
        @"(?::[a-z0-9_+'-]+:|(?:^|\s+)(?:APP|BOT|WORKFLOW|GUEST|New|✓|[—–-]"
            + @"|[\p{So}\p{Cs}\u200d\ufe0f]+"
            + @"|\((?:(?:she|he|they|her|him|them|ze|hir|xe|any|it)(?:/[a-z]+)+"
            + @"|[Gg]uest|[Ee]xternal|[Ee]xtern|[Gg]ast|[Bb]ot|[Aa]pp|[Yy]ou|edited)\)"
            + @"|\((?:she|he|they)\)))$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Mark();
}
