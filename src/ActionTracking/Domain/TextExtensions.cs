namespace Pir.Actions.Domain;

/// <summary>Texts and times as they are kept.</summary>
public static class TextExtensions
{
    /// <summary>Without surrounding space; null where nothing is left.</summary>
    public static string? TrimmedOrNull(this string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>
    /// Cuts a time to microseconds, the finest all databases keep, so that what was answered equals
    /// what is read back.
    /// </summary>
    public static DateTime ToMicroseconds(this DateTime time) =>
        new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
}
