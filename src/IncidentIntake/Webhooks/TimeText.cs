using System.Globalization;
using System.Text.RegularExpressions;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Times as tools and people write them. Without a zone, UTC is assumed, wherever this server runs.
/// </summary>
internal static partial class TimeText
{
    private const int LongestText = 100;

    private static readonly string[] Months =
    [
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
    ];

    /// <summary>Hours ahead of UTC for the zone names that mail and tools use.</summary>
    private static readonly Dictionary<string, double> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UTC"] = 0,
        ["GMT"] = 0,
        ["UT"] = 0,
        ["Z"] = 0,
        ["WET"] = 0,
        ["EST"] = -5,
        ["EDT"] = -4,
        ["CST"] = -6,
        ["CDT"] = -5,
        ["MST"] = -7,
        ["MDT"] = -6,
        ["PST"] = -8,
        ["PDT"] = -7,
        ["BST"] = 1,
        ["IST"] = 5.5,
        ["WEST"] = 1,
        ["CET"] = 1,
        ["CEST"] = 2,
        ["MEZ"] = 1,
        ["MESZ"] = 2,
        ["EET"] = 2,
        ["EEST"] = 3,
        ["MSK"] = 3,
        ["JST"] = 9,
        ["KST"] = 9,
        ["AEST"] = 10,
        ["AEDT"] = 11,
        ["NZST"] = 12,
        ["NZDT"] = 13,
    };

    /// <summary>The time, or null if the text is not a time.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        text = text.Trim();
        if (text.Length is 0 or > LongestText)
        {
            return null;
        }

        if (Read(Basic().Match(text)) is { } basic)
        {
            return basic;
        }

        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var epoch))
        {
            return FromEpoch(epoch);
        }

        return Read(YearFirst().Match(text))
            ?? Read(DayFirst().Match(text))
            ?? Read(MonthFirst().Match(text))
            ?? Read(American().Match(text));
    }

    /// <summary>
    /// Seconds, milliseconds, microseconds or nanoseconds since 1970, whichever gives a plausible
    /// year.
    /// </summary>
    public static DateTimeOffset? FromEpoch(decimal value)
    {
        if (value is not (> 100_000_000m and < 100_000_000_000_000_000_000m))
        {
            return null;
        }

        while (value > 100_000_000_000m)
        {
            value /= 1000;
        }

        return DateTimeOffset.UnixEpoch.AddTicks((long)(value * TimeSpan.TicksPerSecond));
    }

    private static DateTimeOffset? Read(Match match)
    {
        if (!match.Success)
        {
            return null;
        }

        var (year, month, day) = (Number(match, "year"), Month(match), Number(match, "day"));
        year += match.Groups["year"].Length == 2 ? 2000 : 0;
        var hour = Hour(match);
        var (minute, second) = (Number(match, "min"), Number(match, "sec"));
        if (
            year is < 1 or > 9999
            || month is < 1 or > 12
            || day < 1
            || day > DateTime.DaysInMonth(year, month)
            || hour > 23
            || minute > 59
            || second > 60
        )
        {
            return null;
        }

        // A leap second counts as the one before.
        var local = new DateTime(year, month, day, hour, minute, Math.Min(second, 59)).AddTicks(
            Fraction(match)
        );
        if (Zone(match, local) is not { } zone)
        {
            return null;
        }

        var ticks = local.Ticks - zone.Ticks;
        return ticks > 0 && ticks < DateTime.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found
            ? int.Parse(found.ValueSpan, CultureInfo.InvariantCulture)
            : 0;

    private static int Month(Match match) =>
        match.Groups["name"] is { Success: true } name
            ? Array.IndexOf(Months, name.Value[..3].ToLowerInvariant()) + 1
            : Number(match, "month");

    private static int Hour(Match match)
    {
        var hour = Number(match, "hour");
        return match.Groups["half"] is { Success: true } half
            ? hour % 12 + (char.ToLowerInvariant(half.ValueSpan[0]) == 'p' ? 12 : 0)
            : hour;
    }

    private static long Fraction(Match match)
    {
        var digits = match.Groups["frac"].ValueSpan;
        return digits.IsEmpty
            ? 0
            : long.Parse(
                digits[..Math.Min(7, digits.Length)].ToString().PadRight(7, '0'),
                CultureInfo.InvariantCulture
            );
    }

    /// <summary>
    /// The offset from UTC; null for an offset that no place uses and for an unknown zone.
    /// </summary>
    private static TimeSpan? Zone(Match match, DateTime local)
    {
        if (match.Groups["sign"] is { Success: true } sign)
        {
            var offset = new TimeSpan(Number(match, "zh"), Number(match, "zm"), 0);
            return offset <= TimeSpan.FromHours(14)
                ? sign.ValueSpan[0] == '-'
                    ? -offset
                    : offset
                : null;
        }

        if (match.Groups["place"] is { Success: true } place)
        {
            return TimeZoneInfo.TryFindSystemTimeZoneById(place.Value, out var there)
                ? there.GetUtcOffset(local)
                : null;
        }

        return match.Groups["zone"] is not { Success: true } name ? TimeSpan.Zero
            : Zones.TryGetValue(name.Value, out var hours) ? TimeSpan.FromHours(hours)
            : null;
    }

    private const string Clock =
        @"(?<hour>\d{1,2}):(?<min>\d{2})(?::(?<sec>\d{2})(?:[.,](?<frac>\d{1,12}))?)?"
        + @"(?:\s*(?<half>[AaPp])\.?[Mm]\.?)?";

    private const string Offset =
        @"(?:\s*(?:UTC|GMT|Z)?(?<sign>[+-])(?<zh>\d{2}):?(?<zm>\d{2})?"
        + @"|\s*\[?(?<place>[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+)"
        + @"|\s*(?<zone>[A-Za-z]{1,5})(?![A-Za-z]))?";

    private const string Name =
        @"(?<name>[Jj]an|[Ff]eb|[Mm]ar|[Aa]pr|[Mm]ay|[Jj]un"
        + @"|[Jj]ul|[Aa]ug|[Ss]ep|[Oo]ct|[Nn]ov|[Dd]ec)[a-z]*\.?";

    private const string Weekday = @"(?:[A-Za-z]{2,9}\.?,?\s+)?";

    // 20261128T061137Z, 20261128061137, 20261128: the basic form of ISO 8601.
    [GeneratedRegex(
        @"^(?<year>19\d{2}|20\d{2})(?<month>\d{2})(?<day>\d{2})"
            + @"(?:[Tt ]?(?<hour>\d{2})(?<min>\d{2})(?:(?<sec>\d{2})(?:[.,](?<frac>\d{1,12}))?)?"
            + Offset
            + ")?$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Basic();

    // 2026-11-28T06:11:37.123Z, 2026-11-28 06:11:37.123 +0000 UTC m=+0.1, 2026-11-28.
    [GeneratedRegex(
        @"^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?:(?:[Tt_]|,?\s+)"
            + Clock
            + Offset
            + ")?(?![0-9:])",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex YearFirst();

    // Sat, 28 Nov 2026 06:11:37 +0100 (CET).
    [GeneratedRegex(
        "^"
            + Weekday
            + @"(?<day>\d{1,2})[ -]"
            + Name
            + @"[ ,-]+(?<year>\d{4}|\d{2})(?:,?\s+(?:at\s+)?"
            + Clock
            + Offset
            + ")?",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex DayFirst();

    // Sat Nov 28 06:11:37 UTC 2026, Nov 28, 2026 6:11 AM.
    [GeneratedRegex(
        "^"
            + Weekday
            + Name
            + @"\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?:(?<year>\d{4}),?\s+(?:at\s+)?"
            + Clock
            + Offset
            + "|"
            + Clock
            + Offset
            + @"\s+(?<year>\d{4}))",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex MonthFirst();

    // 11/28/2026 06:11:37.
    [GeneratedRegex(
        @"^(?<month>\d{1,2})/(?<day>\d{1,2})/(?<year>\d{4})(?:,?\s+" + Clock + Offset + ")?",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex American();
}
