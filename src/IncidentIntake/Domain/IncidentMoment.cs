using Pir.Contracts.Incidents;

namespace Pir.IncidentIntake.Domain;

/// <summary>
/// An incident as it was at a time: from what it is now, by undoing the changes that were recorded
/// later.
/// </summary>
/// <param name="later">The changes that were recorded after the time, oldest first.</param>
public sealed class IncidentMoment(
    Incident incident,
    DateTime at,
    IReadOnlyList<IncidentHistory> later
)
{
    /// <summary>Null before it was detected.</summary>
    public IncidentStatus? Status =>
        at < incident.DetectedAt ? null
        // What was recorded only afterwards, as of the past, has no history of its own.
        : at < incident.OpenedAt ? ByTimes
        : Enum.TryParse<IncidentStatus>(
            Before("status", incident.Status.ToString()),
            ignoreCase: true,
            out var status
        )
            ? status
        : ByTimes;

    public Severity Severity =>
        SeverityWords.Parse(Before("severity", incident.Severity.ToWord())) ?? incident.Severity;

    public string? Service => Before("service", incident.Context.Service);

    public string? Team => Before("team", incident.Context.Team);

    public string Title => Before("title", incident.Title) ?? incident.Title;

    /// <summary>Who had each role.</summary>
    public IEnumerable<(IncidentRole Role, string Name)> Roles =>
        incident
            .Roles.Where(r => r.AssignedAt <= at)
            .Select(r => (r.Role, r.Person.Name))
            // Whoever handed a role over later still had it.
            .Concat(
                incident
                    .Roles.Where(r => r.AssignedAt > at)
                    .Select(r => (r.Role, Name: Before(Words.Of(r.Role), null)))
                    .Where(r => r.Name is not null)
                    .Select(r => (r.Role, r.Name!))
            );

    private IncidentStatus ByTimes =>
        incident.ResolvedAt <= at ? IncidentStatus.Resolved
        : incident.MitigatedAt <= at ? IncidentStatus.Mitigated
        : incident.AcknowledgedAt <= at ? IncidentStatus.Acknowledged
        : IncidentStatus.Open;

    private string? Before(string field, string? now) =>
        later.FirstOrDefault(h => h.Field == field) is { } change ? change.From : now;
}
