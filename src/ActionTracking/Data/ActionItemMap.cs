using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.ActionTracking.Domain;

namespace Pir.ActionTracking.Data;

internal sealed class ActionItemMap : IEntityTypeConfiguration<ActionItem>
{
    public void Configure(EntityTypeBuilder<ActionItem> entity)
    {
        entity.ToTable("Actions");
        entity.HasKey(a => a.Id);
        entity.Property(a => a.Title).HasMaxLength(ActionItem.MaxTitle);
        entity.Property(a => a.Description).HasMaxLength(ActionItem.MaxDescription);
        entity.Property(a => a.CompletionNote).HasMaxLength(ActionItem.MaxNote);
        entity.Property(a => a.DeclineReason).HasMaxLength(ActionItem.MaxNote);
        entity.Ignore(a => a.Assignee);
        entity.Ignore(a => a.IsOpen);
        entity.HasIndex(a => a.Number).IsUnique();
        entity.HasIndex(a => new { a.ProposedAt, a.Id });
        entity.HasIndex(a => new { a.Status, a.DueAt });
        entity.HasIndex(a => a.IncidentId);
        entity.HasIndex(a => a.ReviewId);
    }
}
