using System.Globalization;
using System.Text.RegularExpressions;

namespace Pir.Web.Shared.Text;

/// <summary>Finds the web addresses in plain text.</summary>
internal static partial class Prose
{
    /// <summary>Splits plain text into words and web addresses.</summary>
    public static IEnumerable<(string Text, bool IsLink)> Pieces(string text)
    {
        var at = 0;
        foreach (var match in Address().Matches(text).AsEnumerable())
        {
            if (match.Index > at)
            {
                yield return (text[at..match.Index], false);
            }

            yield return (text.Substring(match.Index, match.Length), true);
            at = match.Index + match.Length;
        }

        if (at < text.Length)
        {
            yield return (text[at..], false);
        }
    }

    /// <summary>
    /// Splits a sentence of the timeline into words, each with the time (UTC) that follows them.
    /// </summary>
    public static IEnumerable<(string Text, DateTime? Time)> Times(string text)
    {
        var at = 0;
        foreach (var match in Time().Matches(text).AsEnumerable())
        {
            if (TimeOf(match) is { } time)
            {
                yield return (text[at..match.Index], time);
                at = match.Index + match.Length;
            }
        }

        if (at < text.Length)
        {
            yield return (text[at..], null);
        }
    }

    private static DateTime? TimeOf(Match match) =>
        DateTime.TryParse(
            match.Groups["time"].Value,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : null;

    [GeneratedRegex(
        """(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(:[0-9]{2})?) UTC""",
        RegexOptions.ExplicitCapture,
        200
    )]
    private static partial Regex Time();

    [GeneratedRegex("""https?://[^\s<>"']*[^\s<>"'.,;:!?)\]]""", RegexOptions.None, 200)]
    private static partial Regex Address();
}
