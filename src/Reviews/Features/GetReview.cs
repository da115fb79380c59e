using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Reviews.Data;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Reviews.Features;

internal static class GetReview
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/api/reviews/{id:guid}", HandleAsync)
            .WithName("GetReview")
            .WithSummary("Get a review: in full for attendees, as published for others")
            .May(Permissions.SeeOwnDrafts)
            .ProducesProblem(404);

    private static async Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        HttpContext http,
        ReviewEditor editor,
        ReviewDbContext db
    )
    {
        var review = await editor
            .WholeReviews()
            .AsNoTracking()
            .FirstOrDefaultAsync(r => r.Id == id, http.RequestAborted);
        if (review is null || !Drafts.MayKnow(http.User, review))
        {
            return Problems.NotFound("review " + id);
        }

        var answer = await editor.AnswerAsync(http, review);
        return review.RevisionNumber > 0 && !Drafts.MaySee(http.User, review)
            ? TypedResults.Ok(await PublishedAsync(answer.Value!, db, http))
            : answer;
    }

    /// <summary>
    /// For people who do not attend, a published review shows its latest revision, not the draft of
    /// the next one.
    /// </summary>
    private static async Task<ReviewResponse> PublishedAsync(
        ReviewResponse facts,
        ReviewDbContext db,
        HttpContext http
    )
    {
        var revision = await db
            .Revisions.AsNoTracking()
            .SingleAsync(
                r => r.ReviewId == facts.Id && r.Number == facts.Revision,
                http.RequestAborted
            );
        return facts.WithContent(ReviewContent.FromJson(revision.Content));
    }
}
