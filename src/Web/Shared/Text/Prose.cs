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

    [GeneratedRegex("""https?://[^\s<>"']*[^\s<>"'.,;:!?)\]]""", RegexOptions.None, 200)]
    private static partial Regex Address();
}
