using System.Text;
using System.Text.Json;
using Pir.Contracts.Texts;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Time;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Lenient reading of single values: a value of the wrong type counts as missing.
/// </summary>
internal static class JsonText
{
    /// <summary>
    /// The value as text cut to a length; a number as written; null for anything else and for blank
    /// text.
    /// </summary>
    public static string? Read(ref Utf8JsonReader reader, int maxLength)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return Clean(reader.GetString()!, maxLength);
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                return Clean(Encoding.UTF8.GetString(reader.ValueSpan), maxLength);
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>An absolute web address, or null: nothing else may become a link.</summary>
    public static string? ReadUrl(ref Utf8JsonReader reader)
    {
        return Url(Read(ref reader, int.MaxValue));
    }

    /// <summary>
    /// A time in any format that tools use, as UTC in whole microseconds, which every database
    /// stores. Null if it is missing, Go's zero time, or unreadable: an alert is never lost for its
    /// time.
    /// </summary>
    public static DateTime? ReadTime(ref Utf8JsonReader reader)
    {
        DateTimeOffset? time = null;
        if (reader.TokenType == JsonTokenType.Number)
        {
            time = TimeText.Parse(Encoding.UTF8.GetString(reader.ValueSpan));
        }
        else if (reader.TokenType == JsonTokenType.String)
        {
            time =
                HasZone(reader.ValueSpan) && reader.TryGetDateTimeOffset(out var iso)
                    ? iso
                    : TimeText.Parse(reader.GetString()!);
        }
        else
        {
            reader.Skip();
        }

        return Known(time);
    }

    /// <summary>The same for a text.</summary>
    public static DateTime? Time(string? text) => text is null ? null : Known(TimeText.Parse(text));

    /// <summary>
    /// Whether a text should be a time but cannot be read as one. Words for "no time" do not count.
    /// </summary>
    public static bool IsUnreadTime(string text) =>
        TimeText.Parse(text) is null
        && text.Any(char.IsLetterOrDigit)
        && text.Trim('0', '.').Length > 0
        && !text.StartsWith("0001-01-01", StringComparison.Ordinal)
        && text.ToLowerInvariant()
            is not ("null" or "none" or "nil" or "n/a" or "never" or "false" or "undefined");

    /// <summary>The same for a text.</summary>
    public static string? Url(string? text) =>
        text?.Length <= TextLengths.Url
        && (
            text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        )
            ? text
            : null;

    /// <summary>The text cut to a length.</summary>
    public static string Cut(string text, int maxLength) =>
        text.Length <= maxLength
            ? text
            // Not between the halves of a surrogate pair.
            : text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];

    /// <summary>Quotes a text in a sentence: on one line, cut, with isolated direction.</summary>
    public static string Quote(string text, int maxLength) =>
        Cut(Words.OneLine(text), maxLength).Isolated();

    private static DateTime? Known(DateTimeOffset? time) =>
        time is { Year: > 1970 and < 9999 } known ? known.UtcDateTime.ToMicroseconds() : null;

    private static string? Clean(string text, int maxLength)
    {
        // PostgreSQL cannot hold NUL.
        text = (
            text.Contains('\0', StringComparison.Ordinal)
                ? text.Replace("\0", "", StringComparison.Ordinal)
                : text
        ).Trim();
        text = Cut(text, maxLength);
        return text.Length == 0 ? null : text;
    }

    // Without a zone the reader would assume this machine's; a date alone ends like one.
    private static bool HasZone(ReadOnlySpan<byte> text) =>
        text.Length > 16 && (text[^1] == (byte)'Z' || text[^6] is (byte)'+' or (byte)'-');
}
