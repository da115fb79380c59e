using Pir.Contracts.Api;
using Pir.Contracts.Incidents;

namespace Pir.IncidentIntake.Domain.Automation;

/// <summary>One run of a rule: for one event, once.</summary>
public sealed class AutomationRun
{
    public Guid Id { get; init; }
    public Guid RuleId { get; init; }
    public string Rule { get; init; } = "";
    public Guid EventId { get; init; }
    public Guid IncidentId { get; init; }
    public int IncidentNumber { get; init; }
    public AutomationTrigger Trigger { get; init; }
    public DateTime At { get; init; }
    public IReadOnlyList<AutomationEffect> Effects { get; init; } = [];

    public AutomationRunResponse ToResponse() =>
        new(Id, RuleId, Rule, IncidentId, IncidentNumber, Trigger, At, Effects);
}
