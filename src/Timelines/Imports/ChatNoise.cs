using System.Text.RegularExpressions;

namespace Pir.Timelines.Imports;

/// <summary>Lines of a copied chat that nobody wrote.</summary>
internal static partial class ChatNoise
{
    /// <summary>A count of replies, a button, a divider of unread messages.</summary>
    internal static bool IsFurniture(string line) => Furniture().IsMatch(line);

    /// <summary>A reaction with its count on the same line.</summary>
    internal static bool IsReaction(string line) => Reaction().IsMatch(line);

    internal static bool IsEmoji(string line) => Emoji().IsMatch(line);

    internal static bool IsCount(string line) =>
        line.Length is > 0 and <= 4 && line.All(char.IsAsciiDigit);

    /// <summary>The start of a thread, shown above a reply that is also in the channel.</summary>
    internal static bool IsThreadQuote(string line) =>
        line.StartsWith("replied to a thread:", StringComparison.Ordinal);

    /// <summary>"(edited)" at the end of a text.</summary>
    internal static string WithoutEdited(string line) => Edited().Replace(line, "");

    /// <summary>Somebody joins, leaves, or changes a name or a mode.</summary>
    internal static bool IsJoinOrPart(string text) => JoinOrPart().IsMatch(text);

    /// <summary>The day that a line between messages names; null if it is no such line.</summary>
    internal static WrittenDay? DayOf(string line) =>
        Divider().Match(line) is { Success: true } match
            ? new WrittenDay(match.Groups["day"].Value.Trim())
            : null;

    /// <summary>A day in a single word is also a usual text.</summary>
    internal static bool IsOneWord(WrittenDay day) =>
        !day.Text.Any(c => char.IsWhiteSpace(c) || char.IsDigit(c));

    [GeneratedRegex(
        @"^(?:(?:open )?\d+ repl(?:y|ies)(?: from .*)?|last reply .{1,40}|view thread"
            + @"|view newer replies|also sent to the channel|see (?:more|less)|collapse all"
            + @"|\(edited\)|-{2,}\s*new(?: messages)?\s*-{2,}|(?::[a-z0-9_+-]+:\s*)?new messages?"
            + @"|:[a-z0-9_+-]+:\s*new|jump to date|\d+ \w+ reactions?\.?|has context menu)$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex Furniture();

    [GeneratedRegex(
        @"^(?::[a-z0-9_+'-]+:|[\p{So}\p{Cs}\u200d\ufe0f]+)\s*\d{1,4}$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Reaction();

    [GeneratedRegex(
        @"^(?::[a-z0-9_+'-]+:|[\p{So}\p{Cs}\u200d\ufe0f]+)$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Emoji();

    [GeneratedRegex(
        @"\s*\(edited\)\s*$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Edited();

    [GeneratedRegex(
        @"^(?:\S+(?: [\[(].*[\])])? (?:has (?:joined|left|quit)|is now known as|sets? mode)\b"
            + @"|\S+(?: [\[(].*[\])])? (?:joined|left|quit)"
            + @"(?:$|:| [#&(]| the (?:channel|chat|room|group|server))"
            + @"|(?:joins|parts|quits): |mode[/ ]|topic (?:for|set)|set the topic"
            + @"|you are now known as)",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex JoinOrPart();

    [GeneratedRegex(
        @"^(?:[-—–=]+\s*)?(?:day changed(?: to)?:?\s+|log opened\s+)?(?<day>"
            + WrittenDay.Divider
            + @")(?:\s*[-—–=]+)?$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex Divider();
}
