using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pir.Intake.Webhooks;

/// <summary>Lenient reading of single values: what is not of the expected type is treated as absent.</summary>
internal static class JsonText
{
    private static readonly string[] OddTimes =
    [
        "yyyy-MM-dd HH:mm:ss 'UTC'",
        "ddd MMM d HH:mm:ss 'UTC' yyyy",
        "ddd MMM  d HH:mm:ss 'UTC' yyyy",
    ];

    /// <summary>The value as text cut to a length; a number as written; null for anything else and for blank text.</summary>
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

    /// <summary>An absolute web address, or null: nothing else may end up in a link.</summary>
    public static string? ReadUrl(ref Utf8JsonReader reader)
    {
        var text = Read(ref reader, int.MaxValue);
        return
            text?.Length <= Domain.TextLengths.Url
            && (
                text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
                || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            )
            ? text
            : null;
    }

    /// <summary>
    /// A time in any of the forms tools write, as UTC in whole microseconds, which is what every database keeps. Null where it is absent, the zero time of Go,
    /// or unreadable: a time is never a reason to lose an alert.
    /// </summary>
    public static DateTime? ReadTime(ref Utf8JsonReader reader)
    {
        DateTimeOffset? time = null;
        if (reader.TokenType == JsonTokenType.Number)
        {
            time = reader.TryGetDouble(out var epoch) ? FromEpoch(epoch) : null;
        }
        else if (reader.TokenType == JsonTokenType.String)
        {
            time =
                reader.TryGetDateTimeOffset(out var iso) && HasZone(reader.ValueSpan)
                    ? iso
                    : Parse(reader.GetString()!);
        }
        else
        {
            reader.Skip();
        }

        return time is { Year: > 1970 and < 9999 } known
            ? WholeMicroseconds(known.UtcDateTime)
            : null;
    }

    private static string? Clean(string text, int maxLength)
    {
        // PostgreSQL cannot hold NUL.
        text = (
            text.Contains('\0', StringComparison.Ordinal)
                ? text.Replace("\0", "", StringComparison.Ordinal)
                : text
        ).Trim();
        if (text.Length > maxLength)
        {
            // Not between the halves of a surrogate pair.
            text = text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];
        }

        return text.Length == 0 ? null : text;
    }

    // Without a zone the reader would assume this machine's.
    private static bool HasZone(ReadOnlySpan<byte> text) =>
        text is [.., (byte)'Z'] || (text.Length > 6 && text[^6] is (byte)'+' or (byte)'-');

    private static DateTimeOffset? Parse(string text)
    {
        const DateTimeStyles styles =
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;
        if (
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, styles, out var time)
            || DateTimeOffset.TryParseExact(
                text,
                OddTimes,
                CultureInfo.InvariantCulture,
                styles,
                out time
            )
        )
        {
            return time;
        }

        return double.TryParse(
            text,
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var epoch
        )
            ? FromEpoch(epoch)
            : null;
    }

    /// <summary>Seconds, milliseconds, microseconds or nanoseconds since 1970: whichever makes a time of our age.</summary>
    private static DateTimeOffset? FromEpoch(double value)
    {
        if (value is not (> 1e8 and < 1e20))
        {
            return null; // Also infinity, which JSON numbers can reach.
        }

        while (value > 1e11)
        {
            value /= 1000;
        }

        return DateTimeOffset.UnixEpoch.AddTicks((long)(value * TimeSpan.TicksPerSecond));
    }

    private static DateTime WholeMicroseconds(DateTime time) =>
        new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
}
