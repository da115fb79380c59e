using System.Globalization;
using System.Text.Json;
using Pir.Contracts.Events;

namespace Pir.Timelines.Imports;

/// <summary>Reads values of other people's JSON, which may have any shape.</summary>
internal static class JsonReading
{
    internal static JsonElement? At(this JsonElement value, params string[] path)
    {
        foreach (var name in path)
        {
            if (
                value.ValueKind != JsonValueKind.Object
                || !value.TryGetProperty(name, out value)
                || value.ValueKind == JsonValueKind.Null
            )
            {
                return null;
            }
        }

        return value;
    }

    /// <summary>A text or number; null for anything else.</summary>
    internal static string? Text(this JsonElement value, params string[] path) =>
        value.At(path) switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } s
                ? s
                : null,
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            _ => null,
        };

    internal static bool Flag(this JsonElement value, params string[] path) =>
        value.At(path) is { ValueKind: JsonValueKind.True };

    internal static IEnumerable<JsonElement> Each(this JsonElement value, params string[] path) =>
        value.At(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    internal static IEnumerable<JsonProperty> Members(
        this JsonElement value,
        params string[] path
    ) => value.At(path) is { ValueKind: JsonValueKind.Object } part ? part.EnumerateObject() : [];

    /// <summary>An ISO 8601 time, as UTC; in the zone if it shows none.</summary>
    internal static DateTime? Time(this JsonElement value, params string[] path) =>
        ReadTime(value.Text(path));

    internal static DateTime? ReadTime(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return
            UtcDateTimeConverter.TryRead(text, out var time)
            || DateTime.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
                out time
            )
            ? time
            : null;
    }
}
