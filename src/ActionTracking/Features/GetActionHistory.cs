using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.ActionTracking.Data;
using Pir.ActionTracking.Domain;
using Pir.Contracts.Api;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.ActionTracking.Features;

/// <summary>Who did what to an action, and when.</summary>
public static class GetActionHistory
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/{action}/history", Handle)
            .May(Permissions.SeeActions)
            .WithName("GetActionHistory")
            .WithSummary("List the history of an action, latest first")
            .ProducesProblem(404);

    internal static async Task<Results<Ok<Paged<ActionChangeResponse>>, ProblemHttpResult>> Handle(
        string action,
        string? after,
        int? limit,
        ClaimsPrincipal user,
        ActionEditor editor,
        ActionsDbContext db,
        CancellationToken token
    )
    {
        if (Paging.TryRead(limit, after, out var paging) is { } problem)
        {
            return problem;
        }

        if (await editor.FindAsync(action, user, token) is not { } found)
        {
            return Problems.NotFound("action " + action);
        }

        var history = db.History.AsNoTracking().Where(h => h.ActionId == found.Id);
        if (paging.After is { } from)
        {
            history = history.Where(h =>
                h.RecordedAt < from.Time || (h.RecordedAt == from.Time && h.Id < from.Id)
            );
        }

        var page = await history
            .OrderByDescending(h => h.RecordedAt)
            .ThenByDescending(h => h.Id)
            .Take(paging.Take)
            .ToListAsync(token);
        return TypedResults.Ok(paging.Cut(page, From, h => new Cursor(h.RecordedAt, h.Id)));
    }

    private static ActionChangeResponse From(ActionHistory line) =>
        new(
            line.Version,
            line.EventType.Split('.')[2],
            line.ReadChanges(),
            line.Note,
            line.Actor,
            line.OccurredAt,
            line.RecordedAt
        );
}
