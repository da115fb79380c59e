using System.Text.RegularExpressions;

namespace Pir.Timelines.Imports;

/// <summary>How a chat marks where a message begins. One chat uses one way, or few.</summary>
internal enum HeadingForm
{
    /// <summary><c>Ada  10:42 AM</c>, or both on lines of their own; the text is below.</summary>
    NameTime,

    /// <summary><c>Ada  10:42 the text</c></summary>
    NameTimeText,

    /// <summary><c>ada [10:42 AM]</c></summary>
    NameBracket,

    /// <summary><c>[10:42] Ada</c>, with the text below or behind it.</summary>
    BracketName,

    /// <summary><c>10:42 Ada: the text</c></summary>
    TimeNameText,

    /// <summary><c>10:42</c> alone: the same person continues.</summary>
    Time,

    /// <summary><c>[10:42]</c> alone: the same person continues.</summary>
    Bracket,
}

/// <summary>The line a chat message starts with.</summary>
/// <param name="Name">Null if none is written.</param>
/// <param name="Text">What follows on the same line; may be empty.</param>
/// <param name="IsNotice">Somebody joins or leaves; nobody speaks.</param>
internal sealed record ChatHeading(
    HeadingForm Form,
    string? Name,
    bool IsBot,
    WrittenTime? Time,
    string Text,
    bool IsNotice = false
)
{
    private const int LongestLine = 4_000;
    private const string T = WrittenTime.Pattern;

    private static readonly Regex BracketFirst = Pattern($@"^\[{T}\]\s*(?<rest>.*)$");

    private static readonly Regex TimeFirst = Pattern(
        $@"^{T}(?<gap>\s+|\s*[-–|]\s+)(?<rest>\S.*)$"
    );

    private static readonly Regex BracketLast = Pattern(
        $@"^(?<name>[^\s\[\]][^\[\]]*?),?\s*\[{T}\]:?\s*(?<text>.*)$"
    );

    private static readonly Regex TimeLast = Pattern(
        $@"^(?<name>[^\s\d:\[\]][^\[\]]*?)(?<gap>\s+|\s*[,|–—]\s*){T}(?:(?::?\s+)(?<text>.*))?$"
    );

    private static readonly Regex TimeAlone = Pattern($@"^(?<marks>(?:\S+\s+)*?){T}(?<rest>.*)$");

    private static readonly Regex Angled = Pattern(@"^<[@+%&~ ]?(?<name>[^<>]+)>:?\s*(?<text>.*)$");

    private static readonly Regex Does = Pattern(@"^\*\s+(?<name>\S+)\s+(?<text>.*)$");

    private static readonly Regex Notice = Pattern(@"^(?:-!-|\*{3}|-->|<--|--)\s+.*$");

    private static readonly Regex Zoom = Pattern(
        @"^from\s+(?<name>.+?)(?:\s+to\s+[^:]+?)?\s*:\s*(?<text>.*)$"
    );

    private static readonly Regex Colon = Pattern(@"^(?<name>[^:<>|\t]+?)\s*:(?:\s+(?<text>.*))?$");

    private static readonly Regex Column = Pattern(
        @"^[@+%&~]?(?<name>\S+)\s*(?:\||\t)\s*(?<text>.*)$"
    );

    /// <summary>Reads a trimmed line; null if it is not a heading.</summary>
    internal static ChatHeading? Read(string line)
    {
        if (line.Length is < 4 or > LongestLine || !line.Contains(':', StringComparison.Ordinal))
        {
            return null;
        }

        return ReadTime(line)
            ?? ReadBracketFirst(line)
            ?? ReadTimeFirst(line)
            ?? ReadBracketLast(line)
            ?? ReadTimeLast(line);
    }

    /// <summary>
    /// A line that holds a time and no more than marks next to it, as below a name:
    /// <c>APP  2:16 PM</c>.
    /// </summary>
    internal static ChatHeading? ReadTime(string line)
    {
        var match = TimeAlone.Match(line);
        var marks = match.Groups["marks"].Value.Trim();
        var rest = match.Groups["rest"].Value.Trim();
        if (
            !match.Success
            || WrittenTime.Of(match) is not { } time
            || (marks.Length > 0 && !ChatName.IsMarks(marks))
            || rest is not ("" or "(edited)" or "New" or "APP" or "BOT")
        )
        {
            return null;
        }

        return new(HeadingForm.Time, null, ChatName.Trim(marks).IsBot, time, "");
    }

    private static ChatHeading? ReadBracketFirst(string line)
    {
        var match = BracketFirst.Match(line);
        if (!match.Success || WrittenTime.Of(match) is not { } time)
        {
            return null;
        }

        var rest = match.Groups["rest"].Value.Trim();
        return rest.Length == 0
            ? new(HeadingForm.Bracket, null, false, time, "")
            : Said(HeadingForm.BracketName, time, rest)
                ?? (
                    ChatName.IsName(rest)
                        ? Of(HeadingForm.BracketName, rest, time, "")
                        // Words behind a time, and no sign of who said them.
                        : new(HeadingForm.BracketName, null, false, time, rest)
                );
    }

    private static ChatHeading? ReadTimeFirst(string line)
    {
        var match = TimeFirst.Match(line);
        if (!match.Success || WrittenTime.Of(match) is not { } time)
        {
            return null;
        }

        var rest = match.Groups["rest"].Value.Trim();
        if (Said(HeadingForm.TimeNameText, time, rest) is { } said)
        {
            return said;
        }

        if (time.Day is null || match.Groups["gap"].Value.Trim() is not ("-" or "–"))
        {
            return null;
        }

        // WhatsApp names people by number, and writes about its group without a name.
        return
            Colon.Match(rest) is { Success: true } named
            && ChatName.CouldBeName(named.Groups["name"].Value)
            ? Of(
                HeadingForm.TimeNameText,
                named.Groups["name"].Value,
                time,
                named.Groups["text"].Value
            )
            : new(HeadingForm.TimeNameText, null, false, time, rest, IsNotice: true);
    }

    /// <summary>Who said what, behind a time.</summary>
    private static ChatHeading? Said(HeadingForm form, WrittenTime time, string rest)
    {
        if (
            Notice.IsMatch(rest)
            || (rest[0] == '*' && ChatNoise.IsJoinOrPart(rest.TrimStart('*', ' ')))
        )
        {
            return new(form, null, false, time, rest, IsNotice: true);
        }

        foreach (var pattern in (Regex[])[Angled, Does])
        {
            if (pattern.Match(rest) is { Success: true } match)
            {
                return Of(form, match.Groups["name"].Value, time, match.Groups["text"].Value);
            }
        }

        foreach (var pattern in (Regex[])[Zoom, Column, Colon])
        {
            if (
                pattern.Match(rest) is { Success: true } match
                && (
                    form == HeadingForm.BracketName
                        ? ChatName.CouldBeName(match.Groups["name"].Value)
                        : ChatName.IsName(match.Groups["name"].Value)
                )
            )
            {
                return Of(form, match.Groups["name"].Value, time, match.Groups["text"].Value);
            }
        }

        return null;
    }

    private static ChatHeading? ReadBracketLast(string line)
    {
        var match = BracketLast.Match(line);
        return
            match.Success
            && ChatName.IsName(match.Groups["name"].Value)
            && WrittenTime.Of(match) is { } time
            ? Of(
                HeadingForm.NameBracket,
                match.Groups["name"].Value,
                time,
                match.Groups["text"].Value
            )
            : null;
    }

    private static ChatHeading? ReadTimeLast(string line)
    {
        var match = TimeLast.Match(line);
        if (!match.Success || WrittenTime.Of(match) is not { } time)
        {
            return null;
        }

        var name = match.Groups["name"].Value.Trim();
        var text = ChatNoise.WithoutEdited(match.Groups["text"].Value).Trim();
        // With one space before the time, the words must look like a name: "restarted at 10:42" is
        // part of a message.
        var isName =
            ChatName.IsName(name)
            || (
                match.Groups["gap"].Length > 1
                && text.Length == 0
                && ChatName.CouldBeName(name)
                && name.Split(' ').Length <= 5
                && !name.Contains(": ", StringComparison.Ordinal)
            );
        return isName
            ? Of(
                text.Length == 0 ? HeadingForm.NameTime : HeadingForm.NameTimeText,
                name,
                time,
                text
            )
            : null;
    }

    private static ChatHeading Of(HeadingForm form, string written, WrittenTime time, string text)
    {
        var (name, isBot) = ChatName.Trim(written);
        return new(form, name.Length == 0 ? null : name, isBot, time, text.Trim());
    }

    private static Regex Pattern(string pattern) => new(pattern, WrittenTime.Options);
}
