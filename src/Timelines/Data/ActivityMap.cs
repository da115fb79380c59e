using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Data;

internal sealed class ActivityMap : IEntityTypeConfiguration<Activity>
{
    public void Configure(EntityTypeBuilder<Activity> entity)
    {
        entity.ToTable("Activities");
        entity.HasKey(a => a.Id);
        entity.HasIndex(a => a.IncidentId);
        entity.Property(a => a.Title).HasMaxLength(Activity.MaxTitle);
        entity.Property(a => a.OwnerId).HasMaxLength(TimelineEntry.MaxName);
        entity.Property(a => a.OwnerName).HasMaxLength(TimelineEntry.MaxName);
        entity.Property(a => a.AuthorKind).HasMaxLength(TimelineEntry.MaxName);
        entity.Property(a => a.AuthorId).HasMaxLength(TimelineEntry.MaxName);
        entity.Property(a => a.AuthorName).HasMaxLength(TimelineEntry.MaxName);
        entity.Ignore(a => a.Owner);
        entity.Ignore(a => a.Author);
        entity.Ignore(a => a.Times);
    }
}
