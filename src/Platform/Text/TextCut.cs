using System.Globalization;

namespace Pir.Platform.Text;

/// <summary>Cuts text to the length a column takes.</summary>
public static class TextCut
{
    /// <summary>
    /// The longest beginning of the text with at most so many UTF-16 units that ends between two
    /// characters as a reader sees them: no emoji, accent or surrogate pair is torn apart.
    /// </summary>
    public static string CutTo(this string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= length)
        {
            return text;
        }

        var end = 0;
        while (end + StringInfo.GetNextTextElementLength(text, end) is var next && next <= length)
        {
            end = next;
        }

        // A single "character" can be longer than the column: a letter with a hundred accents.
        return end > 0 ? text[..end] : WholeRunes(text, length);
    }

    private static string WholeRunes(string text, int length) =>
        length > 0 && char.IsHighSurrogate(text[length - 1])
            ? text[..(length - 1)]
            : text[..length];
}
