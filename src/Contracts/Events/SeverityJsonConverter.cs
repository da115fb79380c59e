using System.Text.Json;
using System.Text.Json.Serialization;
using Pir.Contracts.Incidents;

namespace Pir.Contracts.Events;

/// <summary>
/// Writes <c>sev1</c>…<c>sev5</c>; reads those in any case, and the words that monitoring tools use
/// (see <see cref="SeverityWords"/>).
/// </summary>
internal sealed class SeverityJsonConverter : JsonConverter<Severity>
{
    public override Severity Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        var word = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return SeverityWords.Parse(word)
            ?? throw new JsonException(
                "must be one of sev1, sev2, sev3, sev4, sev5, critical, error, warning, minor, info"
            );
    }

    public override void Write(
        Utf8JsonWriter writer,
        Severity value,
        JsonSerializerOptions options
    ) => writer.WriteStringValue(value.ToWord());
}
