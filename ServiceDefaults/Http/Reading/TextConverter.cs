using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pir.Contracts.Texts;

namespace Pir.ServiceDefaults.Http.Reading;

/// <summary>
/// Reads every text of a request. NUL is refused with the name of its field, incomplete characters
/// are replaced, and invisible text counts as empty.
/// </summary>
internal sealed class TextConverter : JsonConverter<string>
{
    public override string Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) =>
        reader.TokenType == JsonTokenType.String
            ? Check(Text(ref reader))
            : throw new JsonException("must be a text");

    public override void Write(
        Utf8JsonWriter writer,
        string value,
        JsonSerializerOptions options
    ) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => Check(Text(ref reader));

    public override void WriteAsPropertyName(
        Utf8JsonWriter writer,
        string value,
        JsonSerializerOptions options
    ) => writer.WritePropertyName(value);

    private static string Check(string text)
    {
        var clean = text.Cleaned();
        return clean.HasNul() ? throw new JsonException(CleanText.NulRule) : clean;
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8.
            var bytes = reader.HasValueSequence
                ? reader.ValueSequence.ToArray()
                : reader.ValueSpan.ToArray();
            return Unescaped(Encoding.UTF8.GetString(bytes));
        }
    }

    /// <summary>Decodes the escapes. The reader has already validated them.</summary>
    private static string Unescaped(string escaped)
    {
        var text = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\')
            {
                text.Append(escaped[i]);
                continue;
            }

            i++;
            if (escaped[i] == 'u')
            {
                var unit = escaped.AsSpan(i + 1, 4);
                text.Append((char)ushort.Parse(unit, NumberStyles.HexNumber));
                i += 4;
                continue;
            }

            text.Append(
                escaped[i] switch
                {
                    'b' => '\b',
                    'f' => '\f',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    var other => other,
                }
            );
        }

        return text.ToString();
    }
}
