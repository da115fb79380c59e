namespace Pir.Timelines.Domain;

/// <summary>Cutting text to the length a column takes.</summary>
public static class TextExtensions
{
    /// <summary>At most so many characters; what was cut shows as an ellipsis, and no surrogate pair is torn apart.</summary>
    public static string Truncated(this string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = length - 1;
        return end <= 0
            ? "…"
            : (char.IsHighSurrogate(text[end - 1]) ? text[..(end - 1)] : text[..end]) + "…";
    }
}
