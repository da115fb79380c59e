using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain.Engaging;

namespace Pir.IncidentIntake.Data;

internal sealed class EngagementRuleMap : IEntityTypeConfiguration<EngagementRule>
{
    public void Configure(EntityTypeBuilder<EngagementRule> entity)
    {
        entity.ToTable("EngagementRules");
        entity.Property(r => r.Services).HasMaxLength(-1);
        entity.Property(r => r.Severities).HasMaxLength(-1);
        entity.Property(r => r.Teams).HasMaxLength(-1);
    }
}

internal sealed class EscalationPolicyMap : IEntityTypeConfiguration<EscalationPolicy>
{
    public void Configure(EntityTypeBuilder<EscalationPolicy> entity)
    {
        entity.ToTable("EscalationPolicies");
        entity.Property(p => p.Teams).HasMaxLength(-1);
        entity.Property(p => p.Severities).HasMaxLength(-1);
        entity.Property(p => p.Steps).HasMaxLength(-1);
    }
}

internal sealed class EngagementSettingsMap : IEntityTypeConfiguration<EngagementSettings>
{
    public void Configure(EntityTypeBuilder<EngagementSettings> entity)
    {
        entity.ToTable("EngagementSettings");
        entity.HasData(new EngagementSettings());
    }
}

internal sealed class EngagementMap : IEntityTypeConfiguration<Engagement>
{
    public void Configure(EntityTypeBuilder<Engagement> entity)
    {
        entity.ToTable("Engagements");
        entity.Property(e => e.Key).HasMaxLength(IncidentContext.LongestValue + 10);
        entity.Property(e => e.Steps).HasMaxLength(-1);
        entity.Ignore(e => e.NextStep);
        // A team or person is called to an incident once, whatever the number of replicas.
        entity.HasIndex(e => new { e.IncidentId, e.Key }).IsUnique();
        entity.HasIndex(e => e.EscalateAt).HasFilter("\"EscalateAt\" IS NOT NULL");
    }
}
