using System.Text.Json;
using Pir.Contracts.Events;

namespace Pir.Platform.Messaging;

/// <summary>
/// A batch on its way out of the outbox, in the JSON it was written in. Only its head is read: on the way to a broker nobody looks at the events, and reading
/// and writing them again would cost as much as sending them.
/// </summary>
public sealed class OutgoingBatch
{
    private readonly Lazy<EventBatch> _content;

    private OutgoingBatch(Guid id, string source, ReadOnlyMemory<byte> json)
    {
        (Id, Source, Json) = (id, source, json);
        _content = new(() =>
            JsonSerializer.Deserialize<EventBatch>(Json.Span, EventJson.Options)
            ?? throw new JsonException("The body is null.")
        );
    }

    /// <summary>Of the batch; what inboxes recognise.</summary>
    public Guid Id { get; }

    /// <summary>Service that committed it.</summary>
    public string Source { get; }

    /// <summary>The <see cref="EventBatch"/> as UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>With the events, for whoever hands them on in this process.</summary>
    /// <exception cref="JsonException">The body was damaged.</exception>
    public EventBatch Read() => _content.Value;

    public static OutgoingBatch Of(EventBatch batch) =>
        new(batch.Id, batch.Source, JsonSerializer.SerializeToUtf8Bytes(batch, EventJson.Options));

    /// <param name="json">As <see cref="OutboxMessage.ReadBody"/> gives it.</param>
    /// <exception cref="JsonException">The body was damaged.</exception>
    public static OutgoingBatch Of(byte[] json)
    {
        Guid? id = null;
        string? source = null;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        // To its end, though only the head is kept: what is damaged must be known here, before a transport fails at it again and again.
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                id = reader.TryGetGuid(out var guid) ? guid : null;
            }
            else if (reader.ValueTextEquals("source"u8))
            {
                reader.Read();
                source = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        return id is { } known && source is not null
            ? new(known, source, json)
            : throw new JsonException("The batch has no id or no source.");
    }
}
