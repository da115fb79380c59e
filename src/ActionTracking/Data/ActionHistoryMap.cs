using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.ActionTracking.Domain;

namespace Pir.ActionTracking.Data;

internal sealed class ActionHistoryMap : IEntityTypeConfiguration<ActionHistory>
{
    public void Configure(EntityTypeBuilder<ActionHistory> entity)
    {
        entity.ToTable("ActionHistory");
        entity.HasKey(h => h.Id);
        entity.Property(h => h.EventType).HasMaxLength(100);
        // Holds up to two escaped descriptions, so no column length would fit.
        entity.Property(h => h.ChangesJson).HasMaxLength(-1);
        entity.Property(h => h.Note).HasMaxLength(ActionItem.MaxNote);
        entity.Ignore(h => h.Actor);
        entity.HasIndex(h => new { h.ActionId, h.Version });
    }
}
