using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pir.Platform.Messaging;

/// <summary>
/// An event that a handler could not process, set aside so that others can proceed. Operators can
/// list and retry parked events.
/// </summary>
public sealed class ParkedEvent
{
    /// <summary>Id of the event.</summary>
    public Guid Id { get; set; }
    public string Type { get; set; } = "";
    public string Subject { get; set; } = "";

    /// <summary>The <see cref="Pir.Contracts.Events.EventEnvelope"/> as UTF-8 JSON.</summary>
    public byte[] Body { get; set; } = [];

    /// <summary>
    /// Type of the exception. The message may quote data, so it is only in the log.
    /// </summary>
    public string Error { get; set; } = "";
    public int Attempts { get; set; }
    public DateTime ParkedAt { get; set; }

    internal static void Map(EntityTypeBuilder<ParkedEvent> entity)
    {
        entity.ToTable("Parked");
        entity.Property(e => e.Type).HasMaxLength(100);
        entity.Property(e => e.Subject).HasMaxLength(64);
        entity.HasIndex(e => e.ParkedAt);
    }
}
