using System.Text.Json;
using System.Text.Json.Serialization;
using Pir.Contracts.Incidents;

namespace Pir.ActionTracking.Features;

/// <summary>
/// Reads a person given as <c>{ "id": …, "name": … }</c> or, for somebody without an account, just
/// as a name.
/// </summary>
internal sealed class PersonOrNameConverter : JsonConverter<Person>
{
    private const string Rule =
        "must be a name, or an object with a name and, where there is an account, its id.";

    public override Person Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new(null, reader.GetString()!);
        }

        using var json = JsonDocument.ParseValue(ref reader);
        var person = json.RootElement;
        return person.ValueKind == JsonValueKind.Object && Text(person, "name") is { } name
            ? new(Text(person, "id"), name)
            : throw new JsonException(Rule);
    }

    public override void Write(
        Utf8JsonWriter writer,
        Person value,
        JsonSerializerOptions options
    ) => JsonSerializer.Serialize(writer, value, options);

    private static string? Text(JsonElement person, string name) =>
        person.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Null => null,
                _ => throw new JsonException(Rule),
            }
            : null;
}
