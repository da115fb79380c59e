using System.Globalization;

namespace Pir.Reviews;

/// <summary>Reads durations as people write them.</summary>
internal static class Durations
{
    /// <summary>
    /// Reads <c>36:00:00</c> as 36 hours, besides .NET's own formats. .NET alone reads a first
    /// number above 23 as days.
    /// </summary>
    /// <exception cref="FormatException">The text has neither format.</exception>
    public static TimeSpan Parse(string text)
    {
        var parts = text.Trim().Split(':');
        var isClock =
            parts.Length is 2 or 3 && parts.All(p => p.Length > 0 && p.All(char.IsAsciiDigit));
        if (
            !isClock
            || parts[0].Length > 6
            || parts.Skip(1).Any(p => p.Length > 2 || int.Parse(p) > 59)
        )
        {
            return TimeSpan.Parse(text, CultureInfo.InvariantCulture);
        }

        var seconds = parts.Length == 3 ? int.Parse(parts[2]) : 0;
        return new TimeSpan(int.Parse(parts[0]), int.Parse(parts[1]), seconds);
    }
}
