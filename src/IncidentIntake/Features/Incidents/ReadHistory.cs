using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class ReadHistory
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/api/incidents/{incident}/history", HandleAsync)
            .May(Permissions.SeeIncidents)
            .WithName("ListIncidentHistory")
            .WithSummary("List the changes to an incident, latest first")
            .ProducesProblem(404);

    private static async Task<
        Results<Ok<Paged<IncidentChangeResponse>>, ProblemHttpResult>
    > HandleAsync(
        string incident,
        int? limit,
        string? after,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        if (Paging.TryRead(limit, after, out var page) is { } problem)
        {
            return problem;
        }

        var id = await db
            .Incidents.Named(incident)
            .Select(i => (Guid?)i.Id)
            .SingleOrDefaultAsync(token);
        if (id is null)
        {
            return Problems.NotFound("incident " + incident);
        }

        var query = db.History.AsNoTracking().Where(h => h.IncidentId == id);
        if (page.After is { } cursor)
        {
            query = query.Where(h =>
                h.RecordedAt < cursor.Time
                || (h.RecordedAt == cursor.Time && h.Id.CompareTo(cursor.Id) < 0)
            );
        }

        var rows = await query
            .OrderByDescending(h => h.RecordedAt)
            .ThenByDescending(h => h.Id)
            .Take(page.Take)
            .ToListAsync(token);
        return TypedResults.Ok(page.Cut(rows, Describe, h => new Cursor(h.RecordedAt, h.Id)));
    }

    private static IncidentChangeResponse Describe(IncidentHistory h) =>
        new(
            h.Id,
            h.Field,
            h.From,
            h.To,
            new(h.ActorKind, h.ActorId, h.ActorName),
            h.RecordedAt,
            h.Reason
        );
}
