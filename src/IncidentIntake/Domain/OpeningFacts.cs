using Pir.Contracts.Incidents;
using Pir.Platform.Time;

namespace Pir.IncidentIntake.Domain;

/// <summary>
/// Recognises a request to open an incident that is sent again. The incident may have changed since
/// the first one, so the facts are compared with those it was opened with.
/// </summary>
internal static class OpeningFacts
{
    /// <summary>
    /// The first field, as named in the API, in which the incident was opened with another value;
    /// null if it was opened with these facts.
    /// </summary>
    /// <param name="history">All changes of the incident. Their ids are in order of time.</param>
    public static string? DifferenceFrom(
        this Incident incident,
        NewIncident facts,
        IReadOnlyList<IncidentHistory> history
    )
    {
        var changed = history
            .GroupBy(h => h.Field, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.MinBy(h => h.Id)!.From, StringComparer.Ordinal);
        return FieldsOf(incident, facts)
            .Where(f => changed.GetValueOrDefault(f.Name, f.Now) != f.Wanted)
            .Select(f => f.Name)
            .FirstOrDefault();
    }

    private static IEnumerable<(string Name, string? Now, string? Wanted)> FieldsOf(
        Incident incident,
        NewIncident facts
    )
    {
        yield return ("title", incident.Title, facts.Title);
        yield return ("severity", incident.Severity.ToWord(), facts.Severity.ToWord());
        // An incident opened without a team was given the owner of its service.
        var isTeamGiven = facts.Context.Team is not null;
        foreach (var field in IncidentContext.Fields.Where(f => isTeamGiven || f.Name != "team"))
        {
            yield return (field.Name, field.Of(incident.Context), field.Of(facts.Context));
        }

        yield return (
            "detectionSource",
            Words.Of(incident.DetectionSource),
            Words.Of(facts.DetectionSource)
        );
        if (facts.IsDetectionGiven)
        {
            yield return Time("detectedAt", incident.DetectedAt, facts.DetectedAt);
        }

        yield return Time("impactStartedAt", incident.ImpactStartedAt, facts.ImpactStartedAt);
        yield return ("description", incident.Description, facts.Description);
        yield return Flag("isDrill", incident.IsDrill, facts.IsDrill);
        yield return Flag("isSilent", incident.IsSilent, facts.IsSilent);
    }

    private static (string, string?, string?) Time(string name, DateTime? now, DateTime? wanted) =>
        (name, Words.Of(now), Words.Of(wanted.ToMicroseconds()));

    private static (string, string?, string?) Flag(string name, bool now, bool wanted) =>
        (name, now ? "true" : "false", wanted ? "true" : "false");
}
