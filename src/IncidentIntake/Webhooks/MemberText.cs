using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// The members of JSON objects as stored with an alert: all of them, up to the size limit.
/// </summary>
internal static class MemberText
{
    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>An object from a body; null for an empty one.</summary>
    public static string? Of(ReadOnlySpan<byte> json)
    {
        if (json.Length <= 2)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(json);
        return text.Length <= TextLengths.Labels ? text : Shorten(text);
    }

    /// <summary>Merges two objects.</summary>
    public static string? Join(string? first, string? second)
    {
        if (first is null || second is null)
        {
            return first ?? second;
        }

        var joined = $"{first[..^1]},{second[1..]}";
        return joined.Length <= TextLengths.Labels ? joined : Shorten(joined);
    }

    /// <summary>
    /// Cuts the values shorter and shorter until all names fit; if that fails, drops names too.
    /// </summary>
    private static string? Shorten(string json)
    {
        using var document = JsonDocument.Parse(json);
        var members = document
            .RootElement.EnumerateObject()
            .Select(m => (m.Name, Value: ValueText(m.Value)))
            .ToList();
        for (var longest = 8_000; ; longest /= 2)
        {
            if (longest < 100)
            {
                members.RemoveRange(members.Count / 2, members.Count - (members.Count / 2));
            }

            var text = Write(members, Math.Max(longest, 100));
            if (text.Length <= TextLengths.Labels || members.Count == 0)
            {
                return text;
            }
        }
    }

    private static string ValueText(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string Write(List<(string Name, string Value)> members, int longest)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            foreach (var (name, value) in members)
            {
                json.WriteString(
                    JsonText.Cut(name, 200),
                    value.Length <= longest ? value : JsonText.Cut(value, longest) + "…"
                );
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}

/// <summary>
/// Collects members one by one into an object; costs nothing while there are none.
/// </summary>
internal struct MemberList
{
    private StringBuilder? _text;

    /// <summary>
    /// Copies the reader's current value and moves past it; leaves out empty values.
    /// </summary>
    public void Add(string name, ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        var start = (int)reader.TokenStartIndex;
        var isEmpty =
            reader.TokenType == JsonTokenType.Null
            || (reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty);
        reader.Skip();
        if (!isEmpty && body[start..(int)reader.BytesConsumed] is { Length: > 0 } value)
        {
            Begin(name).Append(Encoding.UTF8.GetString(value));
        }
    }

    /// <summary>The object; null for none.</summary>
    public readonly string? ToJson() =>
        _text is null ? null : MemberText.Of(Encoding.UTF8.GetBytes(_text + "}"));

    private StringBuilder Begin(string name)
    {
        _text ??= new();
        return _text
            .Append(_text.Length == 0 ? '{' : ',')
            .Append('"')
            .Append(JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping))
            .Append("\":");
    }
}
