using System.Text.Json;
using Pir.Contracts.Events;

namespace Pir.Platform.Messaging;

/// <summary>
/// A batch on its way out of the outbox, as it was written and packed. On the way to a broker
/// nobody looks at the events, and reading and writing them again would cost as much as sending
/// them.
/// </summary>
public sealed class OutgoingBatch
{
    private readonly Lazy<EventBatch> _content;
    private readonly byte[] _body;

    private OutgoingBatch(Guid id, string source, byte[] body)
    {
        (Id, Source, _body) = (id, source, body);
        _content = new(() =>
            JsonSerializer.Deserialize<EventBatch>(OutboxMessage.Read(body), EventJson.Options)
            ?? throw new JsonException("The body is null.")
        );
    }

    /// <summary>Of the batch; what inboxes recognise.</summary>
    public Guid Id { get; }

    /// <summary>Service that committed it.</summary>
    public string Source { get; }

    /// <summary>With the events, for whoever hands them on in this process.</summary>
    /// <exception cref="JsonException">The body was damaged.</exception>
    public EventBatch Read() => _content.Value;

    public static OutgoingBatch Of(EventBatch batch) =>
        new(batch.Id, batch.Source, JsonSerializer.SerializeToUtf8Bytes(batch, EventJson.Options));

    /// <param name="id">Of the batch.</param>
    /// <param name="source">Service whose outbox it is.</param>
    /// <param name="body">As <see cref="OutboxMessage.Body"/> holds it.</param>
    /// <exception cref="JsonException">
    /// The body was damaged: known here, before a transport fails at it again and again.
    /// </exception>
    public static OutgoingBatch Of(Guid id, string source, byte[] body)
    {
        Check(OutboxMessage.Read(body));
        return new(id, source, body);
    }

    /// <summary>In the form consumers read.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        if (OutboxMessage.IsPacked(_body))
        {
            EventBatchJson.WritePacked(writer, Id, Source, _body);
        }
        else
        {
            writer.WriteRawValue(_body, skipInputValidation: true); // Of has read it.
        }
    }

    private static void Check(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        reader.Skip();
    }
}
