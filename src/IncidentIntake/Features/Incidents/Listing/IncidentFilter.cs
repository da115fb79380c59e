using Pir.Contracts.Incidents;
using Pir.Contracts.References;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents.Listing;

/// <summary>Applies the filters of the list.</summary>
internal static class IncidentFilter
{
    /// <param name="errors">Receives the parameters that cannot be read.</param>
    public static IQueryable<Incident> Apply(
        IQueryable<Incident> incidents,
        IncidentFilterQuery query,
        FieldErrors errors
    )
    {
        var statuses = IncidentWords.Read(query.Status, IncidentWords.Statuses);
        errors.That(statuses is not null, "status", IncidentWords.StatusRule);
        var severities = IncidentWords.Read(query.Severity, IncidentWords.Severities);
        errors.That(severities is not null, "severity", IncidentWords.SeverityRule);
        var sources = IncidentWords.Read(query.DetectionSource, IncidentWords.DetectionSources);
        errors.That(
            sources is { Count: <= 1 },
            "detectionSource",
            IncidentWords.DetectionSourceRule
        );
        var conditions = IncidentCondition.Read(query.Where, errors);
        if (errors.Any)
        {
            return incidents;
        }

        incidents = OfMerged(incidents, query);
        incidents = OfChoices(incidents, statuses!, severities!, sources!);
        incidents = OfContext(incidents, query);
        incidents = OfDetection(incidents, query);
        incidents = IncidentCondition.Apply(incidents, conditions);
        return query.Q?.Trim() is { Length: > 0 } text ? Search(incidents, text) : incidents;
    }

    private static IQueryable<Incident> OfMerged(
        IQueryable<Incident> incidents,
        IncidentFilterQuery query
    )
    {
        var number = NumberIn(query.Q);
        return query.Merged is true
            ? incidents.Where(i => i.MergedIntoId != null)
            : incidents.Where(i => i.MergedIntoId == null || i.Number == number);
    }

    private static int? NumberIn(string? text) =>
        text is null ? null : Reference.ToIncident(text)?.Number;

    private static IQueryable<Incident> OfChoices(
        IQueryable<Incident> incidents,
        List<IncidentStatus> statuses,
        List<Severity> severities,
        List<DetectionSource> sources
    )
    {
        // All of them is the same as no filter.
        if (statuses.Count > 0 && statuses.Count < Enum.GetValues<IncidentStatus>().Length)
        {
            var ranks = statuses.ConvertAll(s => (int)s);
            incidents = incidents.Where(i => ranks.Contains(i.StatusRank));
        }

        if (severities.Count > 0)
        {
            var ranks = severities.ConvertAll(s => (int)s);
            incidents = incidents.Where(i => ranks.Contains(i.SeverityRank));
        }

        return sources is [var source]
            ? incidents.Where(i => i.DetectionSource == source)
            : incidents;
    }

    private static IQueryable<Incident> OfContext(
        IQueryable<Incident> incidents,
        IncidentFilterQuery query
    )
    {
        var (service, team, environment) = (
            Incident.KeyOf(query.Service),
            Incident.KeyOf(query.Team),
            Incident.KeyOf(query.Environment)
        );
        if (service.Length > 0)
        {
            incidents = incidents.Where(i => i.ServiceKey == service);
        }

        if (team.Length > 0)
        {
            incidents = incidents.Where(i => i.TeamKey == team);
        }

        return environment.Length > 0
            ? incidents.Where(i => i.EnvironmentKey == environment)
            : incidents;
    }

    private static IQueryable<Incident> OfDetection(
        IQueryable<Incident> incidents,
        IncidentFilterQuery query
    )
    {
        if (query.Drill is { } drill)
        {
            incidents = incidents.Where(i => i.IsDrill == drill);
        }

        if (query.From?.UtcDateTime is { } from)
        {
            incidents = incidents.Where(i => i.DetectedAt >= from);
        }

        return query.To?.UtcDateTime is { } to
            ? incidents.Where(i => i.DetectedAt < to)
            : incidents;
    }

    private static IQueryable<Incident> Search(IQueryable<Incident> incidents, string text)
    {
        var number = NumberIn(text);
#pragma warning disable CA1304, CA1311, CA1862 // Runs in the database.
        var part = text.ToLowerInvariant();
        return incidents.Where(i =>
            i.Number == number || i.Title.ToLower().Contains(part) || i.ServiceKey.Contains(part)
        );
#pragma warning restore CA1304, CA1311, CA1862
    }
}
