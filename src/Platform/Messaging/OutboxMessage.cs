using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Contracts.Events;
using Pir.Platform.Persistence;

namespace Pir.Platform.Messaging;

/// <summary>
/// All events of one commit, waiting to be published. Written in that commit and deleted once the
/// broker (or every in-process consumer) has confirmed them.
/// </summary>
public sealed class OutboxMessage
{
    /// <summary>
    /// How long a writer owns its rows before another process may take them over.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private const int WorthPacking = 2_048;

    public long Id { get; set; }

    /// <summary>
    /// Id of the <see cref="EventBatch"/>, by which each consumer's inbox recognises it.
    /// </summary>
    public Guid MessageId { get; set; }

    /// <summary>
    /// The aggregate, if all events are about the same one. Null for a mixed batch, which is
    /// ordered relative to all others.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>
    /// The <see cref="EventBatch"/> as UTF-8 JSON, compressed by <see cref="Pack"/>.
    /// </summary>
    public byte[] Body { get; set; } = [];

    public string? TraceParent { get; set; }
    public DateTime CreatedAt { get; set; }
    public string Owner { get; set; } = "";
    public DateTime LeaseUntil { get; set; }
    public DateTime? NotBefore { get; set; }
    public int Attempts { get; set; }
    public string? LastError { get; set; }

    /// <summary>Set after the last failed attempt. An operator can retry the message.</summary>
    public DateTime? ParkedAt { get; set; }

    /// <summary>Creates the row of one commit.</summary>
    public static OutboxMessage From(
        IReadOnlyList<EventEnvelope> events,
        string source,
        ProcessInstance owner,
        DateTime now,
        string? traceParent
    )
    {
        var batch = new EventBatch(Guid.CreateVersion7(), source, events);
        var subject = events[0].Subject;
        return new()
        {
            MessageId = batch.Id,
            Key = events.All(e => e.Subject == subject) ? subject : null,
            Body = Pack(JsonSerializer.SerializeToUtf8Bytes(batch, EventJson.Options)),
            TraceParent = traceParent,
            CreatedAt = now,
            Owner = owner.Name,
            LeaseUntil = now + Lease,
        };
    }

    /// <summary>
    /// Compresses a body if that pays off. The events of one commit resemble each other, and a row
    /// is written twice before it is deleted, to the log and to the table.
    /// </summary>
    public static byte[] Pack(ReadOnlySpan<byte> json) =>
        json.Length < WorthPacking ? json.ToArray() : EventBatchJson.Pack(json);

    /// <summary>Plain JSON begins with a brace. A deflate stream never does.</summary>
    public static bool IsPacked(byte[] body) => body is not [(byte)'{', ..];

    /// <summary>Reads the <see cref="EventBatch"/> of a body as UTF-8 JSON.</summary>
    /// <exception cref="JsonException">The body is damaged.</exception>
    public static byte[] Read(byte[] body) => IsPacked(body) ? EventBatchJson.Unpack(body) : body;

    internal static void Map(EntityTypeBuilder<OutboxMessage> entity)
    {
        entity.ToTable("Outbox");
        entity.Property(m => m.Id).ValueGeneratedOnAdd();
        entity.Property(m => m.Key).HasMaxLength(64);
        entity.Property(m => m.TraceParent).HasMaxLength(64);
        entity.Property(m => m.Owner).HasMaxLength(64);
        entity.Property(m => m.LastError).HasMaxLength(500);
        entity.HasIndex(m => new { m.Owner, m.Id });
        entity.HasIndex(m => m.LeaseUntil);
    }
}
