namespace Pir.Actions.Domain;

/// <summary>Texts and times as they are kept.</summary>
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

    /// <summary>Without surrounding space; null where nothing is left.</summary>
    public static string? TrimmedOrNull(this string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>Cuts a time to microseconds, the finest all databases keep, so that what was answered equals what is read back.</summary>
    public static DateTime ToMicroseconds(this DateTime time) =>
        new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
}
