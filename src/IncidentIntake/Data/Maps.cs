using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Data;

internal sealed class IncidentMap : IEntityTypeConfiguration<Incident>
{
    public void Configure(EntityTypeBuilder<Incident> entity)
    {
        entity.Property(i => i.Title).HasMaxLength(TextLengths.Title);
        entity.Property(i => i.Description).HasMaxLength(TextLengths.Description);
        entity.Property(i => i.Notices).HasMaxLength(TextLengths.Notices);
        entity.Property(i => i.Roles).HasMaxLength(-1).IsRequired(false);
        entity.Property(i => i.Impact).HasMaxLength(-1);
        entity.Property(i => i.Scenario).HasMaxLength(-1);
        entity.Ignore(i => i.DrillRecovery);
        MapKeys(entity);
        entity.HasIndex(i => i.Number).IsUnique();
        entity.HasIndex(i => i.PreviousIncidentId).HasFilter("\"PreviousIncidentId\" IS NOT NULL");
        entity.HasIndex(i => i.ResolveDueAt).HasFilter("\"ResolveDueAt\" IS NOT NULL");
        entity.HasIndex(i => i.MergedIntoId).HasFilter("\"MergedIntoId\" IS NOT NULL");
        entity.Ignore(i => i.Reference);
        entity.Ignore(i => i.MergedInto);
        entity.Ignore(i => i.IsActive);
    }

    /// <summary>
    /// The keys are computed by the incident: they are read from it, never written into it. Each
    /// order of the list has an index that ends with the unique number.
    /// </summary>
    private static void MapKeys(EntityTypeBuilder<Incident> entity)
    {
        foreach (
            var key in (string[])
                [
                    nameof(Incident.ServiceKey),
                    nameof(Incident.TeamKey),
                    nameof(Incident.EnvironmentKey),
                    nameof(Incident.CommanderKey),
                    nameof(Incident.SeverityRank),
                    nameof(Incident.StatusRank),
                    nameof(Incident.ImpactFrom),
                    nameof(Incident.DurationSeconds),
                ]
        )
        {
            entity.Property(key).UsePropertyAccessMode(PropertyAccessMode.Property);
        }

        entity.HasIndex(i => new { i.DetectedAt, i.Number });
        entity.HasIndex(i => new { i.ImpactFrom, i.Number });
        entity
            .HasIndex(i => new
            {
                i.SeverityRank,
                i.DetectedAt,
                i.Number,
            })
            .IsDescending(false, true, true);
        entity
            .HasIndex(i => new
            {
                i.StatusRank,
                i.DetectedAt,
                i.Number,
            })
            .IsDescending(false, true, true);
        entity
            .HasIndex(i => new
            {
                i.ServiceKey,
                i.DetectedAt,
                i.Number,
            })
            .IsDescending(false, true, true);
        entity
            .HasIndex(i => new
            {
                i.DurationSeconds,
                i.DetectedAt,
                i.Number,
            })
            .IsDescending(true, false, false);
    }
}

internal sealed class AlertMap : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> entity)
    {
        entity.Property(a => a.Key).HasConversion<byte[]>().HasMaxLength(16);
        entity.Property(a => a.Fingerprint).HasMaxLength(Alert.FingerprintLength);
        entity.Property(a => a.Title).HasMaxLength(TextLengths.Title);
        entity.Property(a => a.Description).HasMaxLength(TextLengths.Description);
        entity.Property(a => a.Url).HasMaxLength(TextLengths.Url);
        entity.Property(a => a.RunbookUrl).HasMaxLength(TextLengths.Url);
        entity.Property(a => a.Labels).HasMaxLength(-1);
        entity.Property(a => a.Annotations).HasMaxLength(-1);
        entity.HasIndex(a => a.IncidentId);
        entity.HasIndex(a => a.MergedFromId).HasFilter("\"MergedFromId\" IS NOT NULL");
    }
}

internal sealed class AlertKeyMap : IEntityTypeConfiguration<AlertKey>
{
    public void Configure(EntityTypeBuilder<AlertKey> entity)
    {
        entity.ToTable("AlertKeys");
        entity.HasKey(k => k.Key);
        // 16 bytes in every database: SQLite would store a GUID as 36 characters, and this is the
        // only index that is not in time order.
        entity
            .Property(k => k.Key)
            .HasConversion<byte[]>()
            .HasMaxLength(16)
            .ValueGeneratedNever();
    }
}

internal sealed class WatermarkMap : IEntityTypeConfiguration<Watermark>
{
    public void Configure(EntityTypeBuilder<Watermark> entity)
    {
        entity.ToTable("Watermarks");
        entity.HasKey(w => w.Name);
        entity.Property(w => w.Name).HasMaxLength(40);
    }
}

internal sealed class HistoryMap : IEntityTypeConfiguration<IncidentHistory>
{
    public void Configure(EntityTypeBuilder<IncidentHistory> entity)
    {
        entity.ToTable("IncidentHistory");
        entity.Property(h => h.Field).HasMaxLength(40);
        entity.Property(h => h.From).HasMaxLength(-1);
        entity.Property(h => h.To).HasMaxLength(-1);
        entity.Property(h => h.ActorKind).HasMaxLength(20);
        entity.Property(h => h.Reason).HasMaxLength(TextLengths.Reason);
        entity.HasIndex(h => new { h.IncidentId, h.RecordedAt });
    }
}

internal sealed class LinkMap : IEntityTypeConfiguration<IncidentLink>
{
    public void Configure(EntityTypeBuilder<IncidentLink> entity)
    {
        entity.ToTable("IncidentLinks");
        entity.Property(l => l.ActorKind).HasMaxLength(20);
        entity
            .HasIndex(l => new
            {
                l.FromId,
                l.ToId,
                l.Relation,
            })
            .IsUnique();
        entity.HasIndex(l => l.ToId);
    }
}

internal sealed class CustomerMap : IEntityTypeConfiguration<ImpactedCustomer>
{
    public void Configure(EntityTypeBuilder<ImpactedCustomer> entity)
    {
        entity.ToTable("ImpactedCustomers");
        entity.Property(c => c.Key).HasMaxLength(ImpactedCustomer.LongestName);
        entity.Property(c => c.Note).HasMaxLength(TextLengths.Reason);
        entity.HasIndex(c => new { c.IncidentId, c.Key }).IsUnique();
    }
}

internal sealed class SeverityMap : IEntityTypeConfiguration<SeverityDefinition>
{
    public void Configure(EntityTypeBuilder<SeverityDefinition> entity)
    {
        entity.ToTable("Severities");
        entity.Property(s => s.Label).HasMaxLength(SeverityDefinition.LongestLabel);
        entity.Property(s => s.Description).HasMaxLength(TextLengths.Description);
        entity.Property(s => s.Examples).HasMaxLength(TextLengths.Description);
        entity.HasData(SeverityDefinition.Defaults);
    }
}

internal sealed class SourceMap : IEntityTypeConfiguration<Source>
{
    public void Configure(EntityTypeBuilder<Source> entity)
    {
        entity.Property(s => s.KeyHash).HasMaxLength(32);
        entity.Property(s => s.ProtectedKey).HasMaxLength(1000);
        entity.HasIndex(s => s.KeyHash).IsUnique();
        entity.Property(s => s.CreatedByKind).HasMaxLength(20);
        entity.Ignore(s => s.Actor);
    }
}

internal sealed class ReviewMap : IEntityTypeConfiguration<IncidentReview>
{
    public void Configure(EntityTypeBuilder<IncidentReview> entity)
    {
        entity.ToTable("IncidentReviews");
        entity.HasIndex(r => r.IncidentId);
    }
}

internal sealed class DeliveryGroupMap : IEntityTypeConfiguration<DeliveryGroup>
{
    public void Configure(EntityTypeBuilder<DeliveryGroup> entity) =>
        entity.HasIndex(g => g.ReceivedAt);
}

internal sealed class FailedDeliveryMap : IEntityTypeConfiguration<FailedDelivery>
{
    public void Configure(EntityTypeBuilder<FailedDelivery> entity)
    {
        entity.Property(d => d.ErrorCode).HasMaxLength(60);
        entity.Property(d => d.ErrorDetail).HasMaxLength(FailedDelivery.DetailLength);
        entity.HasIndex(d => d.ReceivedAt);
        entity.HasIndex(d => new { d.SourceId, d.ReceivedAt });
        // Finds the stored bodies of a source by age and counts the deleted ones.
        entity.HasIndex(d => new
        {
            d.SourceId,
            d.BodyDroppedAt,
            d.ReceivedAt,
        });
    }
}

internal sealed class CounterMap : IEntityTypeConfiguration<Counter>
{
    public void Configure(EntityTypeBuilder<Counter> entity)
    {
        entity.HasKey(c => c.Name);
        entity.Property(c => c.Name).HasMaxLength(40);
        entity.HasData(new Counter { Name = Counter.Incidents, Value = 0 });
    }
}

internal sealed class CatalogServiceMap : IEntityTypeConfiguration<CatalogService>
{
    public void Configure(EntityTypeBuilder<CatalogService> entity)
    {
        entity.ToTable("Services");
        entity.Property(s => s.Name).HasMaxLength(IncidentContext.LongestValue);
        entity.Property(s => s.Key).HasMaxLength(IncidentContext.LongestValue);
        entity.Property(s => s.Team).HasMaxLength(IncidentContext.LongestValue);
        entity.Property(s => s.Description).HasMaxLength(TextLengths.Description);
        entity.Property(s => s.RunbookUrl).HasMaxLength(TextLengths.Url);
        entity.Property(s => s.DashboardUrl).HasMaxLength(TextLengths.Url);
        entity.Property(s => s.DependsOn).HasMaxLength(-1);
        entity.HasIndex(s => s.Key).IsUnique();
    }
}
