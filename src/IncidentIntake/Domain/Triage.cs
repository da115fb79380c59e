using Pir.Contracts.Incidents;

namespace Pir.IncidentIntake.Domain;

/// <summary>
/// Whether an incident first reached the right service and team with the right severity. The
/// values of its opening are compared with those that it has now.
/// </summary>
/// <param name="Initial">What it was opened with.</param>
/// <param name="Final">What it has now.</param>
/// <param name="Reroutes">When another service or team took its place, oldest first.</param>
/// <param name="Lost">
/// From detection to the last of the reroutes that were recorded before it was resolved.
/// </param>
public sealed record Triage(
    TriageValues Initial,
    TriageValues Final,
    IReadOnlyList<DateTime> Reroutes,
    TimeSpan Lost
)
{
    private const string Service = "service";
    private const string Team = "team";
    private const string SeverityField = "severity";

    /// <summary>Whether any of the three was wrong at first.</summary>
    public bool IsMistriage => Initial != Final;

    /// <param name="history">Its changes, in any order.</param>
    public static Triage Of(Incident incident, IEnumerable<IncidentHistory> history)
    {
        var changes = history
            .Where(h => h.Field is Service or Team or SeverityField)
            .OrderBy(h => h.RecordedAt)
            .ThenBy(h => h.Id)
            .ToList();
        var final = new TriageValues(incident.Service, incident.Team, incident.Severity);
        var initial = new TriageValues(
            First(Service, incident.Service),
            First(Team, incident.Team),
            SeverityWords.Parse(First(SeverityField, incident.Severity.ToWord()))
                ?? incident.Severity
        );
        // One correction may change both the service and the team. To name one where there was none
        // sends the incident nowhere else.
        var reroutes = changes
            .Where(h => h.Field is Service or Team && h.From is not null)
            .Select(h => h.RecordedAt)
            .Distinct()
            .ToList();
        return new(initial, final, reroutes, LostBy(incident, reroutes));

        string? First(string field, string? now) =>
            changes.Find(h => h.Field == field) is { } first ? first.From : now;
    }

    // What is corrected after the end cost nobody time.
    private static TimeSpan LostBy(Incident incident, List<DateTime> reroutes)
    {
        var last = reroutes.FindLast(r => incident.ResolvedAt is not { } end || r <= end);
        return last > incident.DetectedAt ? last - incident.DetectedAt : TimeSpan.Zero;
    }
}

/// <summary>The service, team and severity of an incident at one time.</summary>
public sealed record TriageValues(string? Service, string? Team, Severity Severity);
