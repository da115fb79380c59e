using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Statistics;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents;

/// <summary>
/// Counts, durations and detection of incidents, by week or month, never by person.
/// </summary>
internal static class ReadStatistics
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/api/incidents/statistics", HandleAsync)
            .May(Permissions.SeeIncidents)
            .WithName("GetIncidentStatistics")
            .WithSummary(
                "Get counts, detection and durations of incidents by week or month; percentiles "
                    + "by nearest rank"
            )
            .ProducesProblem(422);

    private static async Task<
        Results<Ok<IncidentStatisticsResponse>, ProblemHttpResult>
    > HandleAsync(
        [AsParameters] StatisticsQuery query,
        IntakeDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (query.TryRead(clock.GetUtcNow().UtcDateTime, out var scope) is { } problem)
        {
            return problem;
        }

        var chosen = Choose(db.Incidents.AsNoTracking(), scope);
        var leftOut = scope.WithDrills ? 0 : await chosen.CountAsync(i => i.IsDrill, token);
        var incidents = await chosen
            .Where(i => scope.WithDrills || !i.IsDrill)
            .Select(i => new CountedIncident(
                i.Severity,
                i.DetectionSource,
                i.DetectedAt,
                i.ImpactStartedAt,
                i.AcknowledgedAt,
                i.MitigatedAt,
                i.ResolvedAt
            ))
            .ToListAsync(token);
        var services = await db
            .Incidents.Where(i => i.Service != null)
            .Select(i => i.Service!)
            .Distinct()
            .Order()
            .ToListAsync(token);
        var teams = await db
            .Incidents.Where(i => i.Team != null)
            .Select(i => i.Team!)
            .Distinct()
            .Order()
            .ToListAsync(token);
        return TypedResults.Ok(Answer(scope, incidents, leftOut, services, teams));
    }

    private static IQueryable<Incident> Choose(
        IQueryable<Incident> incidents,
        StatisticsScope scope
    )
    {
        var (from, to, severities) = (scope.From, scope.To, scope.Severities);
        // A merged incident is counted as the one that it was merged into.
        incidents = incidents.Where(i =>
            i.DetectedAt >= from && i.DetectedAt < to && i.MergedIntoId == null
        );
        if (scope.Service is { } service)
        {
            incidents = incidents.Where(i => i.Service == service);
        }

        if (scope.Team is { } team)
        {
            incidents = incidents.Where(i => i.Team == team);
        }

        return severities.Count == 0
            ? incidents
            : incidents.Where(i => severities.Contains(i.Severity));
    }

    private static IncidentStatisticsResponse Answer(
        StatisticsScope scope,
        List<CountedIncident> incidents,
        int leftOut,
        List<string> services,
        List<string> teams
    )
    {
        var starts = Calendar.Between(scope.From, scope.To, scope.Unit).ToList();
        TimeTo Measure(string definition, Func<CountedIncident, TimeSpan?> duration) =>
            IncidentStatistics.Measure(definition, duration, incidents, starts, scope.Unit);

        return new(
            scope.From,
            scope.To,
            incidents.Count,
            leftOut,
            IncidentStatistics.Count(incidents, starts, scope.Unit),
            Measure("From the start of the impact to detection.", i => i.Times.ToDetect),
            Measure("From detection to acknowledgement.", i => i.Times.ToAcknowledge),
            Measure("From detection to mitigation.", i => i.Times.ToMitigate),
            Measure("From detection to resolution.", i => i.Times.ToResolve),
            IncidentStatistics.Detection(incidents),
            services,
            teams
        );
    }
}
