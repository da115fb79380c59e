using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.References;
using Pir.Contracts.Reviews;
using Pir.Platform.Persistence;
using Pir.Platform.Time;
using Pir.Reviews.Data;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Reviews.Features;

internal sealed record ListReviewsQuery
{
    public string? Incident { get; init; }

    /// <summary>One or several of open, held, published, waived, separated by commas.</summary>
    public string? Status { get; init; }

    public string? Severity { get; init; }

    public string? Service { get; init; }

    public string? Team { get; init; }

    public bool? Overdue { get; init; }

    /// <summary>
    /// Part of the title or the service name, or a reference such as INC-42.
    /// </summary>
    public string? Q { get; init; }

    public int? Limit { get; init; }

    public string? After { get; init; }

    /// <summary>Id of an account, <c>me</c>, or <c>none</c> for reviews without an owner.</summary>
    public string? Owner { get; init; }

    /// <summary>Only reviews of the caller's teams.</summary>
    public bool? MyTeams { get; init; }

    /// <summary>
    /// <c>opened</c> (the default, newest first) or <c>due</c> (longest overdue first,
    /// without a due time last).
    /// </summary>
    public string? Sort { get; init; }

    /// <summary>Only reviews of drills (true), or none of them (false).</summary>
    public bool? Drill { get; init; }

    /// <summary>The incident was resolved at this time or later.</summary>
    public DateTimeOffset? EndedFrom { get; init; }

    /// <summary>The incident was resolved before this time.</summary>
    public DateTimeOffset? EndedTo { get; init; }

    /// <summary>Whether to count the reviews on all pages.</summary>
    public bool? Total { get; init; }
}

internal static class ListReviews
{
    // The position of reviews without a due time in a list by due time.
    private static readonly DateTime Never = new(9000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/api/reviews", HandleAsync)
            .WithName("ListReviews")
            .WithSummary("List reviews, newest first")
            .May(Permissions.ReadReviews);

    private static async Task<Results<Ok<Paged<ReviewListItem>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] ListReviewsQuery query,
        ClaimsPrincipal user,
        ReviewDbContext db,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if (Paging.TryRead(query.Limit, query.After, out var paging) is { } badPaging)
        {
            return badPaging;
        }

        var now = clock.UtcNow();
        var reviews = Drafts.KnownTo(user, db.Reviews.AsNoTracking());
        if (TryFilter(query, user, now, ref reviews) is { } badFilter)
        {
            return badFilter;
        }

        if (query.Sort is not (null or "opened" or "due"))
        {
            return Problems.Validation("sort", "must be opened or due");
        }

        var byDue = query.Sort == "due";
        var sorted = byDue ? ByDue(reviews, paging.After) : ByOpening(reviews, paging.After);
        var rows = await Rows(db, user, sorted.Take(paging.Take)).ToListAsync(cancellationToken);
        return TypedResults.Ok(
            await paging
                .Cut(
                    rows,
                    r => r.ToItem(now),
                    r => new Cursor(byDue ? r.DueAt ?? Never : r.OpenedAt, r.Id)
                )
                .WithTotalAsync(query.Total, reviews, cancellationToken)
        );
    }

    private static IQueryable<Review> ByOpening(IQueryable<Review> reviews, Cursor? after)
    {
        if (after is var (time, id))
        {
            reviews = reviews.Where(r =>
                r.OpenedAt < time || (r.OpenedAt == time && r.Id.CompareTo(id) < 0)
            );
        }

        return reviews.OrderByDescending(r => r.OpenedAt).ThenByDescending(r => r.Id);
    }

    private static IQueryable<Review> ByDue(IQueryable<Review> reviews, Cursor? after)
    {
        if (after is var (time, id))
        {
            reviews = reviews.Where(r =>
                (r.DueAt ?? Never) > time || ((r.DueAt ?? Never) == time && r.Id.CompareTo(id) > 0)
            );
        }

        return reviews.OrderBy(r => r.DueAt ?? Never).ThenBy(r => r.Id);
    }

    private static ProblemHttpResult? TryFilter(
        ListReviewsQuery query,
        ClaimsPrincipal user,
        DateTime now,
        ref IQueryable<Review> reviews
    )
    {
        if (query.Incident is not null)
        {
            if (Reference.ToIncident(query.Incident) is not { } reference)
            {
                return Problems.Validation("incident", Reference.IncidentRule);
            }

            var (id, number) = reference;
            reviews = id is null
                ? reviews.Where(r => r.Incident.Number == number)
                : reviews.Where(r => r.IncidentId == id);
        }

        if (Words(query.Status) is { Count: > 0 } statusWords)
        {
            var statuses = statusWords.ConvertAll(w =>
                Enum.TryParse<ReviewStatus>(w, true, out var s) && !char.IsDigit(w[0])
                    ? s
                    : (ReviewStatus?)null
            );
            if (statuses.Contains(null))
            {
                return Problems.Validation(
                    "status",
                    "must be any of open, held, published, waived, separated by commas"
                );
            }

            var wanted = statuses.ConvertAll(s => s!.Value);
            reviews = reviews.Where(r => wanted.Contains(r.Status));
        }

        if (Words(query.Severity) is { Count: > 0 } severityWords)
        {
            var severities = severityWords.ConvertAll(SeverityWords.Parse);
            if (severities.Contains(null))
            {
                return Problems.Validation(
                    "severity",
                    "must be any of sev1, sev2, sev3, sev4, sev5, separated by commas"
                );
            }

            var wanted = severities.ConvertAll(s => s!.Value);
            reviews = reviews.Where(r => wanted.Contains(r.Incident.Severity));
        }

        var owner = query.Owner == "me" ? DraftReader.Of(user).PersonId ?? "" : query.Owner;
        reviews = owner switch
        {
            null => reviews,
            "none" => reviews.Where(r => r.OwnerName == null),
            _ => reviews.Where(r => r.OwnerId == owner),
        };
        if (query.MyTeams is true)
        {
            var teams = DraftReader.Of(user).Teams;
            reviews = reviews.Where(r =>
                r.Incident.Team != null && teams.Contains(r.Incident.Team)
            );
        }

        reviews = query.Service is { } service
            ? reviews.Where(r => r.Incident.Service == service)
            : reviews;
        reviews = query.Team is { } team ? reviews.Where(r => r.Incident.Team == team) : reviews;
        reviews = query.Overdue switch
        {
            true => reviews.Where(r =>
                (r.Status == ReviewStatus.Open || r.Status == ReviewStatus.Held) && r.DueAt < now
            ),
            false => reviews.Where(r =>
                (r.Status != ReviewStatus.Open && r.Status != ReviewStatus.Held)
                || r.DueAt == null
                || r.DueAt >= now
            ),
            null => reviews,
        };
        reviews = SearchReviews.ByFacts(WhenEnded(reviews, query), query.Q);
        return null;
    }

    private static IQueryable<Review> WhenEnded(IQueryable<Review> reviews, ListReviewsQuery query)
    {
        if (query.Drill is { } drill)
        {
            reviews = reviews.Where(r => r.Incident.IsDrill == drill);
        }

        if (query.EndedFrom?.UtcDateTime is { } from)
        {
            reviews = reviews.Where(r => r.Incident.ResolvedAt >= from);
        }

        return query.EndedTo?.UtcDateTime is { } to
            ? reviews.Where(r => r.Incident.ResolvedAt < to)
            : reviews;
    }

    private static List<string> Words(string? text) =>
        [
            .. (text ?? "").Split(
                ',',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            ),
        ];

    private static IQueryable<Row> Rows(
        ReviewDbContext db,
        ClaimsPrincipal user,
        IQueryable<Review> reviews
    )
    {
        var seen = Drafts.SeenBy(user, db.Reviews).Select(r => r.Id);
        return reviews.Select(r => new Row(
            r.Id,
            r.IncidentId,
            r.Incident.Number,
            r.Incident.Title,
            r.Incident.Severity,
            r.Incident.Service,
            r.Incident.Team,
            r.Incident.IsDrill,
            r.Status,
            r.OpenedAt,
            r.DueAt,
            r.OwnerId,
            r.OwnerName,
            r.HeldAt,
            r.PublishedAt,
            r.RevisionNumber,
            r.Summary != null,
            r.Factors.Count,
            r.Actions.Count,
            r.Incident.DetectedAt,
            r.Incident.ResolvedAt,
            r.Version,
            r.ScheduledFor,
            seen.Contains(r.Id)
        ));
    }

    private sealed record Row(
        Guid Id,
        Guid IncidentId,
        int Number,
        string Title,
        Severity Severity,
        string? Service,
        string? Team,
        bool IsDrill,
        ReviewStatus Status,
        DateTime OpenedAt,
        DateTime? DueAt,
        string? OwnerId,
        string? OwnerName,
        DateTime? HeldAt,
        DateTime? PublishedAt,
        int Revision,
        bool HasSummary,
        int Factors,
        int Actions,
        DateTime DetectedAt,
        DateTime? ResolvedAt,
        int Version,
        DateTime? ScheduledFor,
        bool Sees
    )
    {
        // Counts of a draft are for its readers. Counts of published reviews are for everyone.
        private bool Counts => Sees || Revision > 0;

        public ReviewListItem ToItem(DateTime now) =>
            new(
                Id,
                IncidentId,
                Number,
                Reference.OfIncident(Number),
                Title,
                Severity,
                Service,
                Team,
                IsDrill,
                Status,
                OpenedAt,
                DueAt,
                Review.IsPending(Status) && DueAt < now,
                OwnerName is null ? null : new(OwnerId, OwnerName),
                HeldAt,
                PublishedAt,
                Revision,
                Revision == 0 ? null : Domain.Revision.UrlOf(Id, Revision),
                Counts ? Factors : 0,
                Counts ? Actions : 0,
                Sees ? [.. Review.Missing(HasSummary, Factors)] : [],
                DetectedAt,
                ResolvedAt,
                Version,
                ScheduledFor,
                Sees
            );
    }
}
