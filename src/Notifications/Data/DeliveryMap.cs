using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Notifications.Domain;

namespace Pir.Notifications.Data;

internal sealed class DeliveryMap : IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Delivery> entity)
    {
        entity.ToTable("Deliveries");
        entity.Property(d => d.EventType).HasMaxLength(100);
        entity.Property(d => d.Owner).HasMaxLength(64);
        entity.Property(d => d.TraceParent).HasMaxLength(64);
        entity.Property(d => d.AttemptLog).HasMaxLength(-1);
        entity.HasIndex(d => new { d.Status, d.NextAttemptAt });
        entity.HasIndex(d => new
        {
            d.SubscriptionId,
            d.CreatedAt,
            d.Id,
        });
    }
}
