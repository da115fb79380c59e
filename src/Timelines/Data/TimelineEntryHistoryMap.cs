using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Data;

internal sealed class TimelineEntryHistoryMap : IEntityTypeConfiguration<TimelineEntryHistory>
{
    public void Configure(EntityTypeBuilder<TimelineEntryHistory> entity)
    {
        entity.ToTable("EntryHistory");
        entity.HasKey(h => h.Id);
        entity.HasIndex(h => new { h.EntryId, h.Version });
        entity.Property(h => h.Text).HasMaxLength(TimelineEntry.MaxText);
        entity.Property(h => h.Reason).HasMaxLength(EntryRules.MaxReason);
        entity.Property(h => h.ActorKind).HasMaxLength(TimelineEntry.MaxName);
        entity.Property(h => h.ActorId).HasMaxLength(TimelineEntry.MaxName);
        entity.Property(h => h.ActorName).HasMaxLength(TimelineEntry.MaxName);
        entity.Ignore(h => h.Actor);
    }
}
