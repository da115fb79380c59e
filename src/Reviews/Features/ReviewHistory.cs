using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Reviews;
using Pir.Platform.Persistence;
using Pir.Reviews.Data;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Reviews.Features;

internal static class ReviewHistory
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/api/reviews/{id:guid}/history", HandleAsync)
            .WithName("ListReviewHistory")
            .WithSummary("List the history of a review, latest first")
            .May(Permissions.SeeOwnDrafts)
            .ProducesProblem(404);

    // Their details quote the draft or name attendees.
    private static readonly ReviewChangeKind[] AboutTheDraft =
    [
        ReviewChangeKind.SummaryWritten,
        ReviewChangeKind.FactorAdded,
        ReviewChangeKind.FactorChanged,
        ReviewChangeKind.FactorRemoved,
        ReviewChangeKind.ActionProposed,
        ReviewChangeKind.ActionWithdrawn,
        ReviewChangeKind.FindingAdded,
        ReviewChangeKind.FindingChanged,
        ReviewChangeKind.FindingRemoved,
        ReviewChangeKind.AttendeeInvited,
        ReviewChangeKind.AttendeeJoined,
        ReviewChangeKind.AttendeeRemoved,
        ReviewChangeKind.AttendeeHeard,
        ReviewChangeKind.DirectiveAcknowledged,
        ReviewChangeKind.AccessAsked,
        ReviewChangeKind.AccessAccepted,
        ReviewChangeKind.AccessDeclined,
    ];

    private static async Task<Results<Ok<Paged<ReviewHistoryItem>>, ProblemHttpResult>> HandleAsync(
        Guid id,
        int? limit,
        string? after,
        HttpContext http,
        ReviewDbContext db,
        CancellationToken cancellationToken
    )
    {
        if (Paging.TryRead(limit, after, out var paging) is { } refusal)
        {
            return refusal;
        }

        if (await Drafts.FindAsync(db, http.User, id, cancellationToken) is not { } sees)
        {
            return Problems.NotFound("review " + id);
        }

        var changes = db.Changes.AsNoTracking().Where(c => c.ReviewId == id);
        if (!sees)
        {
            changes = changes.Where(c => !AboutTheDraft.Contains(c.Kind));
        }

        if (paging.After is var (time, last))
        {
            changes = changes.Where(c => c.At < time || (c.At == time && c.Id.CompareTo(last) < 0));
        }

        var rows = await changes
            .OrderByDescending(c => c.At)
            .ThenByDescending(c => c.Id)
            .Take(paging.Take)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            paging.Cut(
                rows,
                c => new ReviewHistoryItem(c.Id, c.At, c.Kind, c.Detail, c.Actor),
                c => new Cursor(c.At, c.Id)
            )
        );
    }
}
