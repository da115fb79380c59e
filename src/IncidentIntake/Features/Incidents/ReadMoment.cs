using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Times;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Engaging;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents;

/// <summary>An incident as it was at a time.</summary>
internal static class ReadMoment
{
    private const int MostAlerts = 50;

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/api/incidents/{incident}/then", HandleAsync)
            .May(Permissions.SeeIncidents)
            .WithName("GetIncidentThen")
            .WithSummary(
                "Get an incident's status, severity, roles, engagements and firing alerts at a "
                    + "time (default: now)"
            )
            .ProducesProblem(404);

    private static async Task<Results<Ok<IncidentMomentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        DateTimeOffset? at,
        IntakeDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var now = clock.UtcNow();
        var time = at?.UtcDateTime ?? now;
        if (TimeRules.CheckPast(time, now) is { } rule)
        {
            return Problems.Validation("at", rule);
        }

        if (
            await db.Incidents.AsNoTracking().Named(incident).SingleOrDefaultAsync(token)
            is not { } found
        )
        {
            return Problems.NotFound("incident " + incident);
        }

        var later = await db
            .History.AsNoTracking()
            .Where(h => h.IncidentId == found.Id && h.RecordedAt > time)
            .OrderBy(h => h.RecordedAt)
            .ThenBy(h => h.Id)
            .ToListAsync(token);
        var engagements = await db
            .Engagements.AsNoTracking()
            .Where(e => e.IncidentId == found.Id && e.EngagedAt <= time)
            .OrderBy(e => e.EngagedAt)
            .ToListAsync(token);
        var firing = db
            .Alerts.AsNoTracking()
            .Where(a =>
                a.IncidentId == found.Id
                && a.StartsAt <= time
                && (a.EndsAt == null || a.EndsAt > time)
            );
        var moment = new IncidentMoment(found, time, later);
        return TypedResults.Ok(
            new IncidentMomentResponse(
                time,
                moment.Status,
                moment.Severity,
                moment.Service,
                moment.Team,
                moment.Title,
                [.. moment.Roles.Select(r => new RoleThen(r.Role, r.Name))],
                [.. engagements.Select(e => Then(e, time))],
                await firing
                    .OrderBy(a => a.StartsAt)
                    .ThenBy(a => a.Id)
                    .Take(MostAlerts)
                    .Select(a => new AlertThen(a.Id, a.Title, a.StartsAt))
                    .ToListAsync(token),
                await firing.CountAsync(token)
            )
        );
    }

    private static EngagementThen Then(Engagement engagement, DateTime time) =>
        new(
            engagement.Team ?? engagement.PersonName ?? "",
            engagement.EngagedAt,
            engagement.AcknowledgedAt <= time ? engagement.AcknowledgedAt : null
        );
}
