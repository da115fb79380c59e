using System.Text.Json;
using System.Text.Json.Serialization;
using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>
/// Reads a person as <c>{ "id": …, "name": … }</c> or, without an account, as just a name.
/// </summary>
public sealed class PersonOrNameConverter : JsonConverter<Person>
{
    private const string Rule = "must be a name, or an object with a name and the id of an account";

    public override Person Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new(null, JsonSerializer.Deserialize<string>(ref reader, options)!);
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException(Rule);
        }

        return JsonSerializer.Deserialize<Person>(ref reader, options) is { Name: not null } person
            ? person
            : throw new JsonException(Rule);
    }

    public override void Write(
        Utf8JsonWriter writer,
        Person value,
        JsonSerializerOptions options
    ) => JsonSerializer.Serialize(writer, value, options);
}
