using Pir.Contracts.Incidents;
using Pir.Platform.Decisions;

namespace Pir.IncidentIntake.Domain;

/// <summary>Incidents that were over before they were recorded here.</summary>
public sealed partial class Incident
{
    /// <summary>
    /// Closes it as resolved at a time in the past. No event reports a resolution, so that no
    /// review is opened which would be overdue at once.
    /// </summary>
    internal Decision CloseBackfilled(DateTime resolvedAt, Stamp by)
    {
        if (CheckTimes(new() { ResolvedAt = resolvedAt }, by.At) is { } rule)
        {
            return Decision.Invalid(rule.Field, rule.Rule);
        }

        var history = new List<IncidentHistory> { Move(IncidentStatus.Closed, by) };
        ResolvedAt = Keep(history, "resolvedAt", ResolvedAt, resolvedAt, by);
        return Decision.Changed(new IncidentClosed(ToState()), by.At).Keeping(history);
    }
}
