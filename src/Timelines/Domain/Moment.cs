using System.Globalization;

namespace Pir.Timelines.Domain;

/// <summary>Times as the timeline keeps and writes them.</summary>
public static class Moment
{
    /// <summary>
    /// A UTC time in words, e.g. <c>2026-03-01 14:05 UTC</c>; seconds are shown where there are
    /// any.
    /// </summary>
    public static string InWords(this DateTime time) =>
        time.ToString(
            time.Second == 0 ? "yyyy-MM-dd HH:mm 'UTC'" : "yyyy-MM-dd HH:mm:ss 'UTC'",
            CultureInfo.InvariantCulture
        );
}
