using System.Buffers;
using System.Globalization;
using System.Text;

namespace Pir.Contracts.Texts;

/// <summary>
/// Cleans text from outside, so that every database can store it, readers can see it, and it cannot
/// reorder our own sentences.
/// </summary>
public static class CleanText
{
    /// <summary>The rule for a field with NUL.</summary>
    public const string NulRule = "must not contain the character NUL";

    private const char FirstStrongIsolate = '\u2068';
    private const char PopIsolate = '\u2069';
    private const string Ellipsis = "…";

    private static readonly SearchValues<char> BidiControls = SearchValues.Create(
        "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    );

    // Letters, marks and symbols by category, but invisible.
    private static readonly SearchValues<char> Blank = SearchValues.Create(
        "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    );

    /// <summary>
    /// Incomplete characters (lone surrogates) become the replacement character. A text without
    /// visible characters becomes empty.
    /// </summary>
    public static string Cleaned(this string text)
    {
        var whole = IsWhole(text) ? text : WithoutHalves(text);
        return IsVisible(whole) ? whole : "";
    }

    /// <summary>Trimmed; null if nothing is left.</summary>
    public static string? TrimmedOrNull(this string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>Whether the text contains NUL, which PostgreSQL cannot store.</summary>
    public static bool HasNul(this string text) => text.Contains('\0', StringComparison.Ordinal);

    /// <summary>Removes NUL, for pasted text.</summary>
    public static string WithoutNul(this string text) =>
        text.Replace("\0", "", StringComparison.Ordinal);

    /// <summary>
    /// At most the given number of UTF-16 units, cut between visible characters and marked with an
    /// ellipsis.
    /// </summary>
    public static string Truncated(this string text, int length) =>
        text.Length <= length ? text : text.CutTo(length - Ellipsis.Length) + Ellipsis;

    /// <summary>The complete visible characters among the first units.</summary>
    public static string CutTo(this string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = 0;
        while (end < length)
        {
            var next = end + StringInfo.GetNextTextElementLength(text, end);
            if (next > length)
            {
                break;
            }

            end = next;
        }

        return end > 0 || length <= 0 ? text[..end] : text[..EndOfWhole(text, length)];
    }

    /// <summary>
    /// For quoting in our own sentences. Direction controls only affect the quotation.
    /// </summary>
    public static string Isolated(this string text)
    {
        if (!text.AsSpan().ContainsAny(BidiControls))
        {
            return text;
        }

        // Unbalanced controls would affect the text around the quotation.
        var inner = new StringBuilder(text.Length + 2).Append(FirstStrongIsolate);
        var open = 0;
        foreach (var c in text)
        {
            if (c is >= '\u2066' and <= FirstStrongIsolate)
            {
                open++;
            }
            else if (c == PopIsolate && --open < 0)
            {
                open = 0;
                continue;
            }

            inner.Append(c);
        }

        return inner.Append(PopIsolate, open + 1).ToString();
    }

    // A character that is longer than the limit: better half a family emoji than half a person.
    private static int EndOfWhole(string text, int length) =>
        char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;

    private static bool IsWhole(string text)
    {
        for (
            var i = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff');
            i >= 0 && i < text.Length;
            i++
        )
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }

    private static string WithoutHalves(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            whole.Append(rune.ToString());
        }

        return whole.ToString();
    }

    private static bool IsVisible(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsInvisible(rune))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Format
                or UnicodeCategory.Control
                or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
        || rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF)
        || (rune.IsBmp && Blank.Contains((char)rune.Value));
}
