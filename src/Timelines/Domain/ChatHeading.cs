using System.Globalization;
using System.Text.RegularExpressions;

namespace Pir.Timelines.Domain;

/// <summary>The line a chat message starts with.</summary>
/// <param name="Name">Null for a time alone: the same person continues.</param>
/// <param name="Day">As written; null if there is only a time.</param>
/// <param name="Text">What follows on the same line; may be empty.</param>
internal sealed record ChatHeading(string? Name, string? Day, TimeOnly? Time, string Text)
{
    private const int LongestLine = 600;
    private const int LongestName = 80;

    private const string TimePart =
        @"(?<h>\d{1,2}):(?<m>\d{2})(?::(?<s>\d{2}))?(?:\s?(?<half>[AaPp])\.?[Mm]\.?)?";

    private const string DayPart =
        @"(?:(?<day>\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|[Tt]oday|[Yy]esterday)"
        + @"(?:,?\s+(?:at\s+)?|T))?";

    // Without backtracking: people may paste anything, and it must not keep the server busy.
    private const RegexOptions Options =
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    // In this order: a bracket is the surest sign, a name before a time the least sure.
    private static readonly Regex[] Forms =
    [
        new($@"^\[{DayPart}{TimePart}\]\s*(?<name>[^:]+?)(?::\s+(?<text>.*)|:?)$", Options),
        new(
            $@"^{DayPart}{TimePart}\s*(?:[-–|]\s*)?<?(?<name>[^\s\d:<>][^:<>]*?)>?:\s+(?<text>.*)$",
            Options
        ),
        new(
            $@"^(?<name>[^\s\d:\[\]][^:\[\]]*?)(?<gap>\s+|\s*[,|–]\s*){DayPart}{TimePart}"
                + @"(?:(?::?\s+)(?<text>.*))?$",
            Options
        ),
        new($@"^{DayPart}{TimePart}$", Options),
    ];

    public static ChatHeading None { get; } = new(null, null, null, "");

    /// <summary>Reads a trimmed line; null if it is not a heading.</summary>
    public static ChatHeading? Read(string line)
    {
        if (line.Length is 0 or > LongestLine)
        {
            return null;
        }

        foreach (var form in Forms)
        {
            if (form.Match(line) is { Success: true } match && Of(match) is { } heading)
            {
                return heading;
            }
        }

        return null;
    }

    /// <summary>
    /// At most five words that start like names; a handle such as <c>@ada</c> counts too.
    /// </summary>
    public static bool IsName(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return text.Length <= LongestName
            && words.Length is >= 1 and <= 5
            && words.All(w => char.IsUpper(w[0]) || !char.IsLetter(w[0]) || words.Length == 1)
            && words.Any(w => char.IsLetter(w[0]) || w[0] == '@')
            && text[^1] is not ('.' or '!' or '?' or ':' or ';' or ',');
    }

    /// <summary>The calendar day; null if none is written or it does not exist.</summary>
    public DateOnly? DayOf(DateOnly today) =>
        Day?.ToLowerInvariant() switch
        {
            null => null,
            "today" => today,
            "yesterday" => today.AddDays(-1),
            { } written => Parse(written),
        };

    private static ChatHeading? Of(Match match)
    {
        if (TimeOf(match) is not { } time)
        {
            return null;
        }

        var name = match.Groups["name"].Value.Trim();
        var gap = match.Groups["gap"].Value;
        // With one space before the time, the words must look like a name: "restarted at 10:42" is
        // part of a message.
        var isName =
            gap.Length == 0 || (gap.Length > 1 && name.Split(' ').Length <= 5) || IsName(name);
        if (name.Length > LongestName || (name.Length > 0 && !isName))
        {
            return null;
        }

        var day = match.Groups["day"].Value;
        return new(
            name.Length == 0 ? null : name,
            day.Length == 0 ? null : day,
            time,
            match.Groups["text"].Value.Trim()
        );
    }

    private static TimeOnly? TimeOf(Match match)
    {
        var hour = Number(match, "h");
        var minute = Number(match, "m");
        var second = Number(match, "s");
        if (match.Groups["half"].Value is { Length: 1 } half)
        {
            if (hour is 0 or > 12)
            {
                return null;
            }

            hour = (hour % 12) + (half is "p" or "P" ? 12 : 0);
        }

        return hour < 24 && minute < 60 && second < 60 ? new TimeOnly(hour, minute, second) : null;
    }

    private static int Number(Match match, string group) =>
        match.Groups[group].Value is { Length: > 0 } digits
            ? int.Parse(digits, CultureInfo.InvariantCulture)
            : 0;

    private static DateOnly? Parse(string written)
    {
        // With dots or slashes the day comes first, unless only the other order is a valid date.
        string[] forms =
        [
            "yyyy-M-d",
            "d.M.yyyy",
            "d.M.yy",
            "d/M/yyyy",
            "d/M/yy",
            "M/d/yyyy",
            "M/d/yy",
        ];
        foreach (var form in forms)
        {
            if (
                DateOnly.TryParseExact(
                    written,
                    form,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var day
                )
            )
            {
                return day;
            }
        }

        return null;
    }
}
