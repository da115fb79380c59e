using System.Globalization;

namespace Pir.Timelines.Domain;

/// <summary>Times as the timeline stores and writes them.</summary>
public static class Moment
{
    /// <summary>
    /// A UTC time as text, e.g. <c>2026-03-01 14:05 UTC</c>; seconds are shown unless they are
    /// zero.
    /// </summary>
    public static string InWords(this DateTime time) =>
        time.ToString(
            time.Second == 0 ? "yyyy-MM-dd HH:mm 'UTC'" : "yyyy-MM-dd HH:mm:ss 'UTC'",
            CultureInfo.InvariantCulture
        );
}
