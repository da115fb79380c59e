using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Events;
using Pir.Intake.Data;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Intake.Features.Incidents;

internal static class ReadHistory
{
    /// <summary>One field's change.</summary>
    public sealed record Response(
        Guid Id,
        string Field,
        string? From,
        string? To,
        Actor Actor,
        DateTime RecordedAt,
        string? Reason
    );

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/api/incidents/{incident}/history", HandleAsync)
            .RequireScope(Scope.IncidentsRead)
            .WithName("ListIncidentHistory")
            .WithSummary("What was changed in an incident, by whom and when, latest first")
            .ProducesProblem(404);

    private static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> HandleAsync(
        string incident,
        int? limit,
        string? after,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        if (PageRequest.TryRead(limit, after, out var page) is { } problem)
        {
            return problem;
        }

        var id = await IncidentRef
            .Parse(incident)
            .In(db.Incidents)
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
            .Take(page.Limit + 1)
            .ToListAsync(token);
        var items = rows.Take(page.Limit)
            .Select(h => new Response(
                h.Id,
                h.Field,
                h.From,
                h.To,
                new(h.ActorKind, h.ActorId, h.ActorName),
                h.RecordedAt,
                h.Reason
            ))
            .ToList();
        var next =
            rows.Count > page.Limit
                ? new Cursor(items[^1].RecordedAt, items[^1].Id).Encode()
                : null;
        return TypedResults.Ok(new Page<Response>(items, next));
    }
}
