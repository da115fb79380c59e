using System.Globalization;
using System.Text;

namespace Pir.Web.Rendering;

/// <summary>Writes a meeting as calendars read it (RFC 5545).</summary>
internal static class Calendar
{
    private const int LongestLine = 75;

    public static string Event(
        string uid,
        DateTime start,
        TimeSpan length,
        string title,
        string url,
        DateTime now
    )
    {
        string[] lines =
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//PIR Platform//Reviews//EN",
            "BEGIN:VEVENT",
            "UID:" + Escape(uid),
            "DTSTAMP:" + Time(now),
            "DTSTART:" + Time(start),
            "DTEND:" + Time(start + length),
            "SUMMARY:" + Escape(title),
            "DESCRIPTION:" + Escape(url),
            "URL:" + url,
            "END:VEVENT",
            "END:VCALENDAR",
        ];
        return string.Concat(lines.Select(line => Fold(line) + "\r\n"));
    }

    private static string Time(DateTime utc) =>
        utc.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escape(string text) =>
        text.Replace("\\", @"\\", StringComparison.Ordinal)
            .Replace(";", @"\;", StringComparison.Ordinal)
            .Replace(",", @"\,", StringComparison.Ordinal)
            .ReplaceLineEndings(@"\n");

    // Lines are counted in bytes and never cut within a character.
    private static string Fold(string line)
    {
        var folded = new StringBuilder();
        var length = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (length + rune.Utf8SequenceLength > LongestLine)
            {
                folded.Append("\r\n ");
                length = 1;
            }

            folded.Append(rune.ToString());
            length += rune.Utf8SequenceLength;
        }

        return folded.ToString();
    }
}
