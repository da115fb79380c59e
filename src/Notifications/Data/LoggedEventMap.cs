using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Notifications.Domain;

namespace Pir.Notifications.Data;

internal sealed class LoggedEventMap : IEntityTypeConfiguration<LoggedEvent>
{
    public void Configure(EntityTypeBuilder<LoggedEvent> entity)
    {
        entity.ToTable("Events");
        entity.HasKey(e => e.Sequence);
        entity.Property(e => e.Sequence).ValueGeneratedOnAdd();
        entity.Property(e => e.Type).HasMaxLength(100);
        entity.Property(e => e.Subject).HasMaxLength(64);
        entity.Ignore(e => e.Facets);
        entity.HasIndex(e => e.EventId).IsUnique();
        entity.HasIndex(e => e.LoggedAt);
        entity.HasIndex(e => new { e.IncidentId, e.Sequence });
    }
}

internal sealed class KnownIncidentMap : IEntityTypeConfiguration<KnownIncident>
{
    public void Configure(EntityTypeBuilder<KnownIncident> entity)
    {
        entity.ToTable("Incidents");
        entity.Property(i => i.Version).IsConcurrencyToken();
        entity.Ignore(i => i.Facets);
        entity.HasIndex(i => i.Number);
    }
}
