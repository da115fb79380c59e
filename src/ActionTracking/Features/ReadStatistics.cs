using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.ActionTracking.Data;
using Pir.ActionTracking.Domain;
using Pir.Contracts.Actions;
using Pir.Contracts.Api;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.ActionTracking.Features;

/// <summary>How old open actions are, and how long completed ones took; never by person.</summary>
public static class ReadStatistics
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/statistics", HandleAsync)
            .May(Permissions.SeeActions)
            .WithName("GetActionStatistics")
            .WithSummary("Get open actions by age, and how long completed ones took")
            .ProducesProblem(422);

    internal static async Task<
        Results<Ok<ActionStatisticsResponse>, ProblemHttpResult>
    > HandleAsync(
        [AsParameters] StatisticsQuery query,
        ClaimsPrincipal user,
        ActionsDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var now = clock.UtcNow();
        if (query.TryRead(now, out var scope) is { } problem)
        {
            return problem;
        }

        var actions = Choose(db.ActionsFor(user).AsNoTracking(), scope);
        var open = await actions
            .Where(a => a.Status == ActionStatus.Proposed || a.Status == ActionStatus.Accepted)
            .Select(a => new CountedAction(a.ProposedAt, a.DueAt))
            .ToListAsync(token);
        var done = await actions
            .Where(a => a.Status == ActionStatus.Completed && a.CompletedAt >= scope.From)
            .Select(a => new { a.ProposedAt, a.CompletedAt })
            .ToListAsync(token);
        return TypedResults.Ok(
            new ActionStatisticsResponse(
                scope.From,
                scope.To,
                "Open actions by the number of days since they were proposed.",
                open.Count,
                0,
                ActionStatistics.ByAge(open, now),
                Spread.Of(done.Select(a => a.CompletedAt - a.ProposedAt))
            )
        );
    }

    private static IQueryable<ActionItem> Choose(
        IQueryable<ActionItem> actions,
        StatisticsScope scope
    )
    {
        if (scope.Service is { } service)
        {
            actions = actions.Where(a => a.Service == service);
        }

        if (scope.Team is { } team)
        {
            actions = actions.Where(a => a.Team == team);
        }

        var severities = scope.Severities;
        return severities.Count == 0
            ? actions
            : actions.Where(a => a.Severity != null && severities.Contains(a.Severity.Value));
    }
}
