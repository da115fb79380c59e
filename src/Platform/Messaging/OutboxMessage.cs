using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Contracts.Events;
using Pir.Platform.Persistence;

namespace Pir.Platform.Messaging;

/// <summary>
/// All events of one commit, waiting to be published. Written in that commit, deleted after the
/// broker (or every in-process consumer) has confirmed.
/// </summary>
public sealed class OutboxMessage
{
    /// <summary>
    /// How long a writer owns the rows it wrote before another process may take them over.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private const int WorthPacking = 2_048;

    public long Id { get; set; }

    /// <summary>
    /// Id of the <see cref="EventBatch"/>; what the inbox of each consumer recognises.
    /// </summary>
    public Guid MessageId { get; set; }

    /// <summary>
    /// The aggregate, where all events are about one; null for a mixed batch, which is then ordered
    /// against everything.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>The <see cref="EventBatch"/> as UTF-8 JSON, packed by <see cref="Pack"/>.</summary>
    public byte[] Body { get; set; } = [];

    public string? TraceParent { get; set; }
    public DateTime CreatedAt { get; set; }
    public string Owner { get; set; } = "";
    public DateTime LeaseUntil { get; set; }
    public DateTime? NotBefore { get; set; }
    public int Attempts { get; set; }
    public string? LastError { get; set; }

    /// <summary>
    /// Set when it was given up; an operator sees it and can have it tried again.
    /// </summary>
    public DateTime? ParkedAt { get; set; }

    /// <summary>Makes the row for one commit.</summary>
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
    /// Compresses what is worth it: the events of one commit resemble each other, and a row is
    /// written twice, to the log and to the table, before it is deleted.
    /// </summary>
    public static byte[] Pack(ReadOnlySpan<byte> json) =>
        json.Length < WorthPacking ? json.ToArray() : EventBatchJson.Pack(json);

    /// <summary>Plain JSON begins with a brace, which no deflate stream does.</summary>
    public static bool IsPacked(byte[] body) => body is not [(byte)'{', ..];

    /// <summary>The <see cref="EventBatch"/> of a body as UTF-8 JSON.</summary>
    /// <exception cref="JsonException">The body was damaged.</exception>
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
