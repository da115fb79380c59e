using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.ActionTracking.Data;
using Pir.ActionTracking.Domain;
using Pir.Contracts.Api;
using Pir.Platform.Persistence;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.ActionTracking.Features;

/// <summary>Actions, latest first by default.</summary>
public static class ListActions
{
    // The position of actions without a due date in a list by due date.
    private static readonly DateTime Never = new(9000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private const int MostTeams = 500;

    /// <summary>What to list.</summary>
    public sealed record Query
    {
        /// <summary>
        /// <c>open</c> (proposed and accepted), <c>all</c>, or one or several of proposed,
        /// accepted, completed, declined.
        /// </summary>
        public string? Status { get; init; }

        /// <summary>Id or name; <c>me</c> for the caller.</summary>
        public string? Assignee { get; init; }

        public Guid? Review { get; init; }

        /// <summary>Id, reference or number.</summary>
        public string? Incident { get; init; }

        public string? Team { get; init; }

        public string? Service { get; init; }

        /// <summary>Only overdue actions (true), or only others (false).</summary>
        public bool? Overdue { get; init; }

        /// <summary>Part of the title, or a reference such as ACT-7 or INC-42.</summary>
        public string? Q { get; init; }

        public int? Limit { get; init; }

        public string? After { get; init; }

        /// <summary>
        /// One or several of corrective, preventive, detective, mitigative, process.
        /// </summary>
        public string? Type { get; init; }

        /// <summary>Severity of the incident: one or several of sev1 to sev5.</summary>
        public string? Severity { get; init; }

        /// <summary>Proposed at least this many whole days ago.</summary>
        public int? AgeFrom { get; init; }

        /// <summary>Proposed at most this many whole days ago.</summary>
        public int? AgeTo { get; init; }

        /// <summary>Only actions that were completed or declined at this time or later.</summary>
        public DateTimeOffset? ClosedFrom { get; init; }

        /// <summary>
        /// <c>newest</c> (default) or <c>oldest</c> by when it was proposed, or <c>due</c>:
        /// longest overdue first, without a due date last.
        /// </summary>
        public string? Sort { get; init; }

        /// <summary>Whether to count the actions on all pages.</summary>
        public bool? Total { get; init; }
    }

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("", Handle)
            .May(Permissions.SeeActions)
            .WithName("ListActions")
            .WithSummary("List actions, latest first");
        api.MapGet("/teams", TeamsAsync)
            .May(Permissions.SeeActions)
            .WithName("ListActionTeams")
            .WithSummary("List the teams of all actions, by name");
    }

    internal static async Task<Results<Ok<Paged<ActionResponse>>, ProblemHttpResult>> Handle(
        [AsParameters] Query query,
        ClaimsPrincipal user,
        ActionsDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var now = clock.UtcNow();
        var errors = new FieldErrors().Paging(query.Limit, query.After, out var paging);
        var filter = ActionFilter.Read(query, user.PersonId() ?? user.ToActor().Id, now, errors);
        if (errors.Problem is { } problem)
        {
            return problem;
        }

        var actions = filter.Of(db.ActionsFor(user).AsNoTracking());
        var page = await Sorted(actions, query.Sort, paging.After)
            .Take(paging.Take)
            .ToListAsync(token);
        return TypedResults.Ok(
            await paging
                .Cut(page, a => a.ToResponse(now), a => CursorOf(a, query.Sort))
                .WithTotalAsync(query.Total, actions, token)
        );
    }

    private static async Task<Ok<Paged<string>>> TeamsAsync(
        ClaimsPrincipal user,
        ActionsDbContext db,
        CancellationToken token
    )
    {
        var teams = await db.ActionsFor(user)
            .Where(a => a.Team != null && a.Team != "")
            .Select(a => a.Team!)
            .Distinct()
            .Order()
            .Take(MostTeams)
            .ToListAsync(token);
        return TypedResults.Ok(new Paged<string>(teams, null));
    }

    private static Cursor CursorOf(ActionItem last, string? sort) =>
        new(sort == "due" ? last.DueAt ?? Never : last.ProposedAt, last.Id);

    private static IQueryable<ActionItem> Sorted(
        IQueryable<ActionItem> actions,
        string? sort,
        Cursor? cursor
    ) =>
        sort switch
        {
            "due" => ByDue(actions, cursor),
            "oldest" => Oldest(actions, cursor),
            _ => Newest(actions, cursor),
        };

    private static IQueryable<ActionItem> ByDue(IQueryable<ActionItem> actions, Cursor? cursor)
    {
        if (cursor is { } from)
        {
            actions = actions.Where(a =>
                (a.DueAt ?? Never) > from.Time
                || ((a.DueAt ?? Never) == from.Time && a.Id > from.Id)
            );
        }

        return actions.OrderBy(a => a.DueAt ?? Never).ThenBy(a => a.Id);
    }

    private static IQueryable<ActionItem> Oldest(IQueryable<ActionItem> actions, Cursor? cursor)
    {
        if (cursor is { } from)
        {
            actions = actions.Where(a =>
                a.ProposedAt > from.Time || (a.ProposedAt == from.Time && a.Id > from.Id)
            );
        }

        return actions.OrderBy(a => a.ProposedAt).ThenBy(a => a.Id);
    }

    private static IQueryable<ActionItem> Newest(IQueryable<ActionItem> actions, Cursor? cursor)
    {
        if (cursor is { } from)
        {
            actions = actions.Where(a =>
                a.ProposedAt < from.Time || (a.ProposedAt == from.Time && a.Id < from.Id)
            );
        }

        return actions.OrderByDescending(a => a.ProposedAt).ThenByDescending(a => a.Id);
    }
}
