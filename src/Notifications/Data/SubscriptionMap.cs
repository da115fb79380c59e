using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Notifications.Domain;

namespace Pir.Notifications.Data;

internal sealed class SubscriptionMap : IEntityTypeConfiguration<Subscription>
{
    public void Configure(EntityTypeBuilder<Subscription> entity)
    {
        entity.ToTable("Subscriptions");
        entity.Property(s => s.Url).HasMaxLength(TargetUrl.MaxLength);
        entity.Property(s => s.SealedSecret).HasMaxLength(1_000);
        entity.Property(s => s.SealedPreviousSecret).HasMaxLength(1_000);
        entity.Property(s => s.CreatedByKind).HasMaxLength(20);
        entity.Property(s => s.Selection).HasMaxLength(-1);
        entity.Ignore(s => s.CreatedBy);
        entity.Ignore(s => s.ShownName);
        entity.HasIndex(s => new { s.CreatedAt, s.Id });
    }
}
