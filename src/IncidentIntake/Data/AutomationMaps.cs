using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.IncidentIntake.Domain.Automation;

namespace Pir.IncidentIntake.Data;

internal sealed class AutomationRuleMap : IEntityTypeConfiguration<AutomationRule>
{
    public void Configure(EntityTypeBuilder<AutomationRule> entity)
    {
        entity.ToTable("AutomationRules");
        entity.Property(r => r.Fields).HasMaxLength(-1);
    }
}

internal sealed class AutomationRunMap : IEntityTypeConfiguration<AutomationRun>
{
    public void Configure(EntityTypeBuilder<AutomationRun> entity)
    {
        entity.ToTable("AutomationRuns");
        entity.Property(r => r.Effects).HasMaxLength(-1);
        // A rule runs once for an event, whatever the number of replicas and restarts.
        entity.HasIndex(r => new { r.EventId, r.RuleId }).IsUnique();
        entity.HasIndex(r => new { r.IncidentId, r.At });
        entity.HasIndex(r => r.At);
    }
}

internal sealed class AutomationFieldsConverter()
    : ValueConverter<AutomationRuleFields, string>(
        fields => JsonSerializer.Serialize(fields, EventJson.Options),
        text => JsonSerializer.Deserialize<AutomationRuleFields>(text, EventJson.Options)!
    );
