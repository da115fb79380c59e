using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Data;

internal sealed class TimelineEntryMap : IEntityTypeConfiguration<TimelineEntry>
{
    public void Configure(EntityTypeBuilder<TimelineEntry> entity)
    {
        entity.ToTable("Entries");
        entity.HasKey(e => e.Id);
        entity.Property(e => e.Text).HasMaxLength(TimelineEntry.MaxText);
        entity.Property(e => e.EventType).HasMaxLength(100);
        entity.Property(e => e.AuthorKind).HasMaxLength(TimelineEntry.MaxName);
        entity.Property(e => e.AuthorId).HasMaxLength(TimelineEntry.MaxName);
        entity.Property(e => e.AuthorName).HasMaxLength(TimelineEntry.MaxName);
        entity.Property(e => e.SaidBy).HasMaxLength(TimelineEntry.MaxName);
        entity.Property(e => e.Source).HasMaxLength(TimelineEntry.MaxSource);
        entity.Property(e => e.ExternalId).HasMaxLength(TimelineEntry.MaxExternalId);
        entity.Property(e => e.Link).HasMaxLength(TimelineEntry.MaxLink);
        entity.Ignore(e => e.Author);
        entity.Ignore(e => e.IsAutomatic);
        // No foreign key to the incident: its events may come from several producers, and an entry
        // need not wait for the first of them.
        entity.HasIndex(e => new
        {
            e.IncidentId,
            e.OccurredAt,
            e.RecordedAt,
            e.Id,
        });
    }
}
