using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pir.Contracts.Events;

/// <summary>Reads any ISO 8601 time (no zone means UTC) and writes UTC with a <c>Z</c>; all times in the product are UTC.</summary>
internal sealed class UtcDateTimeConverter : JsonConverter<DateTime>
{
    public override DateTime Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        const DateTimeStyles styles =
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTime.TryParse(text, CultureInfo.InvariantCulture, styles, out var value)
            ? value
            : throw new JsonException(
                "must be an ISO 8601 date and time, e.g. 2026-03-01T14:05:00Z."
            );
    }

    public override void Write(
        Utf8JsonWriter writer,
        DateTime value,
        JsonSerializerOptions options
    ) => writer.WriteStringValue(DateTime.SpecifyKind(value, DateTimeKind.Utc));
}
