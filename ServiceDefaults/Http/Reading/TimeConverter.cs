using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pir.ServiceDefaults.Http.Reading;

/// <summary>
/// Reads every time of a request: ISO 8601, UTC where it names no zone, and one that can be
/// reckoned with: the ends of the calendar overflow as soon as an hour is added.
/// </summary>
internal sealed class TimeConverter : JsonConverter<DateTime>
{
    private const int FirstYear = 1900;
    private const int LastYear = 2200;

    private const DateTimeStyles Styles =
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    public override DateTime Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, Styles, out var time))
        {
            throw new JsonException(
                "must be an ISO 8601 date and time, e.g. 2026-03-01T14:05:00Z."
            );
        }

        return time.Year is >= FirstYear and <= LastYear
            ? time
            : throw new JsonException($"must lie between the years {FirstYear} and {LastYear}");
    }

    public override void Write(
        Utf8JsonWriter writer,
        DateTime value,
        JsonSerializerOptions options
    ) => writer.WriteStringValue(DateTime.SpecifyKind(value, DateTimeKind.Utc));
}
