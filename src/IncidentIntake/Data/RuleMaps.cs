using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Rules;

namespace Pir.IncidentIntake.Data;

internal sealed class AlertRuleMap : IEntityTypeConfiguration<AlertRule>
{
    public void Configure(EntityTypeBuilder<AlertRule> entity) =>
        entity.Property(r => r.ChangedByKind).HasMaxLength(20);
}

internal sealed class SilenceMap : IEntityTypeConfiguration<Silence>
{
    public void Configure(EntityTypeBuilder<Silence> entity)
    {
        entity.Property(s => s.Reason).HasMaxLength(TextLengths.Reason);
        entity.Property(s => s.CreatedByKind).HasMaxLength(20);
        entity.HasIndex(s => s.Until);
    }
}

internal sealed class AlertGroupMap : IEntityTypeConfiguration<AlertGroup>
{
    public void Configure(EntityTypeBuilder<AlertGroup> entity)
    {
        entity.HasKey(g => g.Key);
        entity.Property(g => g.Key).HasConversion<byte[]>().HasMaxLength(16).ValueGeneratedNever();
        entity.Property(g => g.Times).HasMaxLength(-1);
        entity.Ignore(g => g.StoredVersion);
        entity.HasIndex(g => g.SeenAt);
    }
}

internal sealed class HeldAlertMap : IEntityTypeConfiguration<HeldAlert>
{
    public void Configure(EntityTypeBuilder<HeldAlert> entity)
    {
        entity.HasKey(h => h.Key);
        entity.Property(h => h.Key).HasConversion<byte[]>().HasMaxLength(16).ValueGeneratedNever();
        entity.Property(h => h.GroupKey).HasConversion<byte[]>().HasMaxLength(16);
        entity.Property(h => h.Title).HasMaxLength(TextLengths.Title);
        entity.Property(h => h.Content).HasMaxLength(-1);
        entity.Ignore(h => h.StoredVersion);
        entity.Ignore(h => h.IsHeld);
        entity.HasIndex(h => h.GroupKey);
        entity.HasIndex(h => new { h.State, h.LastSeenAt });
        entity.HasIndex(h => h.IncidentId);
    }
}
