using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Notifications.Domain;

namespace Pir.Notifications.Data;

internal sealed class ChannelRuleMap : IEntityTypeConfiguration<ChannelRule>
{
    public void Configure(EntityTypeBuilder<ChannelRule> entity)
    {
        entity.ToTable("ChannelRules");
        entity.Property(r => r.Fields).HasMaxLength(-1);
    }
}

internal sealed class TellingMap : IEntityTypeConfiguration<Telling>
{
    public void Configure(EntityTypeBuilder<Telling> entity)
    {
        entity.ToTable("Tellings");
        entity.HasIndex(t => new { t.IncidentId, t.At });
        // Each audience is told once of each event, whatever the number of replicas.
        entity
            .HasIndex(t => new
            {
                t.EventId,
                t.Address,
                t.Audience,
            })
            .IsUnique();
        entity.HasIndex(t => t.At);
    }
}
