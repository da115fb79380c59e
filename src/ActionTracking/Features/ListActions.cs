using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Actions.Data;
using Pir.Actions.Domain;
using Pir.Contracts.Actions;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Actions.Features;

/// <summary>Actions, the latest first.</summary>
public static class ListActions
{
    /// <summary>What to list.</summary>
    /// <param name="Status"><c>open</c> (proposed and accepted), <c>all</c>, or one or several of proposed, accepted, completed, declined.</param>
    /// <param name="Assignee">Id or name; <c>me</c> for the caller.</param>
    /// <param name="Incident">Id, reference or number.</param>
    /// <param name="Q">Part of the title, or a reference such as ACT-7 or INC-42.</param>
    /// <param name="Overdue">Only what is (true) or is not (false) open past its due date.</param>
    public sealed record Query(
        string? Status,
        string? Assignee,
        Guid? Review,
        string? Incident,
        string? Team,
        string? Service,
        bool? Overdue,
        string? Q,
        int? Limit,
        string? After
    );

    /// <summary>A page of actions.</summary>
    /// <param name="Next">Cursor of the next page; absent on the last.</param>
    public sealed record Response(IReadOnlyList<ActionResponse> Items, string? Next);

    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("", Handle)
            .RequireScope(Scope.ActionsRead)
            .WithName("ListActions")
            .WithSummary("List actions, the latest first");

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        [AsParameters] Query query,
        ClaimsPrincipal user,
        ActionsDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var errors = Paging.Check(query.Limit, query.After, out var cursor);
        var statuses = ReadStatuses(query.Status, errors);
        var incident = query.Incident is null
            ? null
            : NumberedKey.Parse(NumberedKey.Incident, query.Incident);
        errors.Check(
            "incident",
            query.Incident is not null && incident is null
                ? "must be an id, a reference such as INC-42, or a number."
                : null
        );
        if (errors.Count > 0)
        {
            return Problems.Validation(errors);
        }

        var actions = db.ActionsFor(user).AsNoTracking();
        if (statuses.Count > 0)
        {
            actions = actions.Where(a => statuses.Contains(a.Status));
        }

        actions = OfIncident(actions, incident);
        actions = OfPeople(actions, query, user.ToActor().Id);
        actions = SearchActions.ByTitle(WhenDue(actions, query.Overdue, now), query.Q);
        if (query.Review is { } review)
        {
            actions = actions.Where(a => a.ReviewId == review);
        }

        return TypedResults.Ok(
            await ReadAsync(actions, cursor, query.Limit ?? Paging.Default, now, token)
        );
    }

    private static async Task<Response> ReadAsync(
        IQueryable<ActionItem> actions,
        Cursor? cursor,
        int take,
        DateTime now,
        CancellationToken token
    )
    {
        if (cursor is { } from)
        {
            actions = actions.Where(a =>
                a.ProposedAt < from.Time || (a.ProposedAt == from.Time && a.Id < from.Id)
            );
        }

        var page = await actions
            .OrderByDescending(a => a.ProposedAt)
            .ThenByDescending(a => a.Id)
            .Take(take + 1)
            .ToListAsync(token);
        var next =
            page.Count > take
                ? new Cursor(page[take - 1].ProposedAt, page[take - 1].Id).Encode()
                : null;
        return new([.. page.Take(take).Select(a => ActionResponse.From(a, now))], next);
    }

    private static IQueryable<ActionItem> OfIncident(
        IQueryable<ActionItem> actions,
        NumberedKey? incident
    ) =>
        incident switch
        {
            { Id: { } id } => actions.Where(a => a.IncidentId == id),
            { Number: { } number } => actions.Where(a => a.IncidentNumber == number),
            _ => actions,
        };

    private static IQueryable<ActionItem> OfPeople(
        IQueryable<ActionItem> actions,
        Query query,
        string caller
    )
    {
        if (query.Assignee.TrimmedOrNull() is { } assignee)
        {
            var id = assignee == "me" ? caller : assignee;
#pragma warning disable CA1862, CA1304, CA1311, MA0011 // Translated to SQL, which knows no string comparison.
            actions = actions.Where(a =>
                a.AssigneeId == id || a.AssigneeName!.ToLower() == assignee.ToLower()
            );
        }

        if (query.Team.TrimmedOrNull() is { } team)
        {
            actions = actions.Where(a => a.Team!.ToLower() == team.ToLower());
        }

        if (query.Service.TrimmedOrNull() is { } service)
        {
            actions = actions.Where(a => a.Service!.ToLower() == service.ToLower());
        }
#pragma warning restore CA1862, CA1304, CA1311, MA0011

        return actions;
    }

    // Only what is accepted has a due date that counts; see ActionItem.IsOverdueAt.
    private static IQueryable<ActionItem> WhenDue(
        IQueryable<ActionItem> actions,
        bool? overdue,
        DateTime now
    ) =>
        overdue switch
        {
            true => actions.Where(a =>
                (a.Status == ActionStatus.Accepted || a.Status == ActionStatus.Proposed)
                && a.DueAt < now
            ),
            false => actions.Where(a =>
                a.Status == ActionStatus.Completed
                || a.Status == ActionStatus.Declined
                || a.DueAt == null
                || a.DueAt >= now
            ),
            null => actions,
        };

    private static List<ActionStatus> ReadStatuses(string? text, Errors errors)
    {
        var statuses = new List<ActionStatus>();
        foreach (
            var word in (text ?? "").Split(
                ',',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            ActionStatus[]? named = word.ToLowerInvariant() switch
            {
                "proposed" => [ActionStatus.Proposed],
                "accepted" => [ActionStatus.Accepted],
                "completed" => [ActionStatus.Completed],
                "declined" => [ActionStatus.Declined],
                "open" => [ActionStatus.Proposed, ActionStatus.Accepted],
                "all" => Enum.GetValues<ActionStatus>(),
                _ => null,
            };
            errors.Check(
                "status",
                named is null
                    ? "must be open, all, or one or several of proposed, accepted, completed, declined."
                    : null
            );
            statuses.AddRange(named ?? []);
        }

        return statuses;
    }
}
