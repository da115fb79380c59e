using System.Text.Json;
using Pir.Contracts.Events;

namespace Pir.Platform.Messaging;

/// <summary>
/// A batch on its way out of the outbox, still serialized. On the way to a broker nobody needs the
/// events themselves, and deserializing and serializing them again would cost as much as sending
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

    /// <summary>Id of the batch, by which inboxes recognise it.</summary>
    public Guid Id { get; }

    /// <summary>Service that committed the batch.</summary>
    public string Source { get; }

    /// <summary>The batch with its events, for dispatch within this process.</summary>
    /// <exception cref="JsonException">The body is damaged.</exception>
    public EventBatch Read() => _content.Value;

    public static OutgoingBatch Of(EventBatch batch) =>
        new(batch.Id, batch.Source, JsonSerializer.SerializeToUtf8Bytes(batch, EventJson.Options));

    /// <param name="id">Of the batch.</param>
    /// <param name="source">Service that owns the outbox.</param>
    /// <param name="body">As <see cref="OutboxMessage.Body"/> holds it.</param>
    /// <exception cref="JsonException">
    /// The body is damaged. Detected here, so that a transport does not fail on it repeatedly.
    /// </exception>
    public static OutgoingBatch Of(Guid id, string source, byte[] body)
    {
        Check(OutboxMessage.Read(body));
        return new(id, source, body);
    }

    /// <summary>Writes the batch in the form that consumers read.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        if (OutboxMessage.IsPacked(_body))
        {
            EventBatchJson.WritePacked(writer, Id, Source, _body);
        }
        else
        {
            writer.WriteRawValue(_body, skipInputValidation: true); // Validated by Of.
        }
    }

    private static void Check(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        reader.Skip();
    }
}
