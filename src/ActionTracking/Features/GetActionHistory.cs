using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Actions.Data;
using Pir.Actions.Domain;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Actions.Features;

/// <summary>Who did what to an action, and when.</summary>
public static class GetActionHistory
{
    /// <param name="What">
    /// <c>proposed</c>, <c>accepted</c>, <c>changed</c>, <c>completed</c>, <c>declined</c> or
    /// <c>overdue</c>.
    /// </param>
    /// <param name="Note">Reason or note.</param>
    public sealed record Item(
        int Version,
        string What,
        IReadOnlyList<FieldChange> Changes,
        string? Note,
        Actor Actor,
        DateTime OccurredAt,
        DateTime RecordedAt
    );

    /// <summary>A page, the latest first.</summary>
    /// <param name="Next">Cursor of the next page; absent on the last.</param>
    public sealed record Response(IReadOnlyList<Item> Items, string? Next);

    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/{action}/history", Handle)
            .RequireScope(Scope.ActionsRead)
            .WithName("GetActionHistory")
            .WithSummary("Read who did what to an action, the latest first")
            .ProducesProblem(404);

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        string action,
        string? after,
        int? limit,
        ClaimsPrincipal user,
        ActionDesk desk,
        ActionsDbContext db,
        CancellationToken token
    )
    {
        var errors = Paging.Check(limit, after, out var cursor);
        if (errors.Count > 0)
        {
            return Problems.Validation(errors);
        }

        if (await desk.FindAsync(action, user, token) is not { } found)
        {
            return Problems.NotFound("action " + action);
        }

        var history = db.History.AsNoTracking().Where(h => h.ActionId == found.Id);
        if (cursor is { } from)
        {
            history = history.Where(h =>
                h.RecordedAt < from.Time || (h.RecordedAt == from.Time && h.Id < from.Id)
            );
        }

        var take = limit ?? Paging.Default;
        var page = await history
            .OrderByDescending(h => h.RecordedAt)
            .ThenByDescending(h => h.Id)
            .Take(take + 1)
            .ToListAsync(token);
        var next =
            page.Count > take
                ? new Cursor(page[take - 1].RecordedAt, page[take - 1].Id).Encode()
                : null;
        return TypedResults.Ok(new Response([.. page.Take(take).Select(From)], next));
    }

    private static Item From(ActionHistory line) =>
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
