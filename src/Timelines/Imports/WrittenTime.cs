using System.Globalization;
using System.Text.RegularExpressions;

namespace Pir.Timelines.Imports;

/// <summary>A time of day as written, with its day and its distance from UTC.</summary>
/// <param name="Day">Null if there is only a time.</param>
/// <param name="HasHalf">Whether AM or PM is written.</param>
/// <param name="IsAmerican">AM and PM in capitals.</param>
/// <param name="Offset">From UTC, if one is written.</param>
internal sealed record WrittenTime(
    WrittenDay? Day,
    TimeOnly Time,
    bool HasHalf,
    bool IsAmerican,
    TimeSpan? Offset
)
{
    // Without backtracking: people may paste anything, and it must not keep the server busy.
    internal const RegexOptions Options =
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private const string Clock =
        @"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:\s?[ap]\.?m\b\.?)?"
        + @"(?:\s?(?:z|utc|gmt|[+-]\d{2}:?\d{2})\b)?";

    /// <summary>The pattern of a time with or without a day, to be part of a larger one.</summary>
    internal const string Pattern =
        $@"(?:(?<day>{WrittenDay.Pattern})(?:,?\s+(?:at\s+)?|,\s*|t|\s+[·•–-]\s+))?"
        + $"(?<time>{Clock})";

    private static readonly Regex Parts = new(
        @"^(?<h>\d{1,2}):(?<m>\d{2})(?::(?<s>\d{2})(?:[.,](?<f>\d{1,9}))?)?"
            + @"(?:\s?(?<half>[ap])\.?m\.?)?(?:\s?(?<zone>z|utc|gmt|[+-]\d{2}:?\d{2}))?$",
        Options
    );

    /// <summary>The time that a match of <see cref="Pattern"/> holds; null if none.</summary>
    internal static WrittenTime? Of(Match match)
    {
        if (Parts.Match(match.Groups["time"].Value) is not { Success: true } parts)
        {
            return null;
        }

        var half = parts.Groups["half"].Value;
        if (TimeOf(parts, half) is not { } time)
        {
            return null;
        }

        var day = match.Groups["day"].Value;
        return new(
            day.Length == 0 ? null : new WrittenDay(day),
            time,
            half.Length > 0,
            half is "A" or "P",
            OffsetOf(parts.Groups["zone"].Value)
        );
    }

    private static TimeOnly? TimeOf(Match parts, string half)
    {
        var (hour, minute, second) = (Number(parts, "h"), Number(parts, "m"), Number(parts, "s"));
        if (half.Length > 0)
        {
            if (hour is 0 or > 12)
            {
                return null;
            }

            hour = (hour % 12) + (half is "p" or "P" ? 12 : 0);
        }

        if (hour >= 24 || minute >= 60 || second >= 60)
        {
            return null;
        }

        // To the microsecond, as stored.
        var fraction = parts.Groups["f"].Value.PadRight(6, '0')[..6];
        return new TimeOnly(hour, minute, second).Add(
            TimeSpan.FromMicroseconds(int.Parse(fraction, CultureInfo.InvariantCulture))
        );
    }

    private static TimeSpan? OffsetOf(string zone)
    {
        if (zone.Length == 0)
        {
            return null;
        }

        if (zone[0] is not ('+' or '-'))
        {
            return TimeSpan.Zero;
        }

        var digits = zone[1..].Replace(":", "", StringComparison.Ordinal);
        var offset =
            TimeSpan.FromHours(int.Parse(digits[..2], CultureInfo.InvariantCulture))
            + TimeSpan.FromMinutes(int.Parse(digits[2..], CultureInfo.InvariantCulture));
        return zone[0] == '-' ? -offset : offset;
    }

    private static int Number(Match match, string group) =>
        match.Groups[group].Value is { Length: > 0 } digits
            ? int.Parse(digits, CultureInfo.InvariantCulture)
            : 0;
}
