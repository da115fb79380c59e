using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pir.Contracts.Events;

/// <summary>Reads both forms of an <see cref="EventBatch"/>; writes the plain one.</summary>
public sealed class EventBatchJson : JsonConverter<EventBatch>
{
    /// <summary>Largest batch that a commit writes, in bytes.</summary>
    private const int MaxUnpacked = 256 * 1024 * 1024;

    /// <exception cref="JsonException">It has neither form or is damaged.</exception>
    public override EventBatch Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An event batch must be an object.");
        }

        Guid? id = null;
        string? source = null;
        IReadOnlyList<EventEnvelope>? events = null;
        byte[]? packed = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "id":
                    id = reader.TryGetGuid(out var guid) ? guid : null;
                    break;
                case "source":
                    source = reader.GetString();
                    break;
                case "events":
                    events = JsonSerializer.Deserialize<List<EventEnvelope>>(ref reader, options);
                    break;
                case "packed":
                    packed = reader.GetBytesFromBase64();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (packed is not null)
        {
            return JsonSerializer.Deserialize<EventBatch>(Unpack(packed), options)
                ?? throw new JsonException("The packed batch is null.");
        }

        return id is { } known && source is not null && events is not null
            ? new(known, source, events)
            : throw new JsonException("An event batch must have an id, a source and events.");
    }

    public override void Write(
        Utf8JsonWriter writer,
        EventBatch value,
        JsonSerializerOptions options
    )
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, value.Id);
        writer.WriteString("source"u8, value.Source);
        writer.WritePropertyName("events"u8);
        JsonSerializer.Serialize(writer, value.Events, options);
        writer.WriteEndObject();
    }

    /// <summary>Writes the packed form.</summary>
    /// <param name="writer">The writer to use.</param>
    /// <param name="id">The batch's id.</param>
    /// <param name="source">The batch's source.</param>
    /// <param name="packed">The result of <see cref="Pack"/>.</param>
    public static void WritePacked(
        Utf8JsonWriter writer,
        Guid id,
        string source,
        ReadOnlySpan<byte> packed
    )
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, id);
        writer.WriteString("source"u8, source);
        writer.WriteBase64String("packed"u8, packed);
        writer.WriteEndObject();
    }

    /// <param name="json">The plain form in UTF-8.</param>
    public static byte[] Pack(ReadOnlySpan<byte> json)
    {
        using var packed = new MemoryStream(json.Length / 4);
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(json);
        }

        return packed.ToArray();
    }

    /// <summary>The plain form in UTF-8.</summary>
    /// <exception cref="JsonException">It is damaged.</exception>
    public static byte[] Unpack(byte[] packed)
    {
        using var stream = new MemoryStream(packed);
        using var deflate = new DeflateStream(stream, CompressionMode.Decompress);
        using var json = new MemoryStream(packed.Length * 6);
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = deflate.Read(buffer)) > 0; )
            {
                json.Write(buffer, 0, read);
                if (json.Length > MaxUnpacked)
                {
                    throw new JsonException("The packed batch is too large.");
                }
            }
        }
        catch (InvalidDataException damaged)
        {
            throw new JsonException("The batch cannot be decompressed.", damaged);
        }

        return json.ToArray();
    }
}
