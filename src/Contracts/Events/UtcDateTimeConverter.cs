using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pir.Contracts.Events;

/// <summary>
/// Reads an ISO 8601 date and time, as UTC if it has no zone, and writes UTC with a <c>Z</c>: all
/// times in the product are UTC.
/// </summary>
public class UtcDateTimeConverter : JsonConverter<DateTime>
{
    /// <summary>The same for a text outside JSON, such as a header.</summary>
    public static bool TryRead(string text, out DateTime time)
    {
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(text);
            var reader = new Utf8JsonReader(json);
            reader.Read();
            time = new UtcDateTimeConverter().Read(
                ref reader,
                typeof(DateTime),
                JsonSerializerOptions.Default
            );
            return true;
        }
        catch (JsonException)
        {
            time = default;
            return false;
        }
    }

    public override DateTime Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        // Only ISO 8601 formats: DateTime.Parse also accepts "10:30" and reads it as today.
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTime(out var time))
        {
            throw new JsonException("must be an ISO 8601 date and time, e.g. 2026-03-01T14:05:00Z");
        }

        return time.Kind == DateTimeKind.Unspecified
            ? DateTime.SpecifyKind(time, DateTimeKind.Utc)
            : time.ToUniversalTime();
    }

    public override void Write(
        Utf8JsonWriter writer,
        DateTime value,
        JsonSerializerOptions options
    ) => writer.WriteStringValue(DateTime.SpecifyKind(value, DateTimeKind.Utc));
}
