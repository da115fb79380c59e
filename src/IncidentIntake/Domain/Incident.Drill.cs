using Pir.Contracts.Incidents;
using Pir.Platform.Decisions;

namespace Pir.IncidentIntake.Domain;

/// <summary>A drill is an incident with a scenario. Statistics leave it out.</summary>
public sealed partial class Incident
{
    private const string ScenarioField = "scenario";

    /// <summary>Null for a real incident, and for a drill that nobody described.</summary>
    public DrillScenario? Scenario { get; private set; }

    /// <summary>How long the recovery of a drill took; null while it goes on.</summary>
    public TimeSpan? DrillRecovery =>
        IsDrill && (MitigatedAt ?? ResolvedAt) is { } end && end >= ImpactFrom
            ? end - ImpactFrom
            : null;

    /// <summary>Describes the drill, even after it was closed: actuals are known late.</summary>
    public Decision Describe(DrillScenario scenario, Stamp by)
    {
        if (!IsDrill)
        {
            return Decision.Conflict("not-a-drill", "Only a drill has a scenario.");
        }

        if (scenario == Scenario)
        {
            return Decision.Nothing;
        }

        var line = IncidentHistory.Of(
            Id,
            ScenarioField,
            Words.Of(Scenario),
            Words.Of(scenario),
            by
        );
        Scenario = scenario;
        return Decision
            .Changed(
                new IncidentChanged(ToState(), [new(ScenarioField, null, null)], by.Reason),
                by.At
            )
            .Keeping([line]);
    }
}
