using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Contracts.Events;

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

    /// <summary>The <see cref="EventEnvelope"/> as UTF-8 JSON.</summary>
    public byte[] Body { get; set; } = [];

    /// <summary>
    /// Type of the exception. The message may quote data, so it is only in the log.
    /// </summary>
    public string Error { get; set; } = "";
    public int Attempts { get; set; }
    public DateTime ParkedAt { get; set; }

    /// <summary>What it is about; see <see cref="EventRoot"/>.</summary>
    internal Guid? Root()
    {
        using var json = JsonDocument.Parse(Body);
        return json.RootElement.TryGetProperty("data", out var data) ? EventRoot.Of(data) : null;
    }

    internal static void Map(EntityTypeBuilder<ParkedEvent> entity)
    {
        entity.ToTable("Parked");
        entity.Property(e => e.Type).HasMaxLength(100);
        entity.Property(e => e.Subject).HasMaxLength(64);
        entity.HasIndex(e => e.ParkedAt);
    }
}
