using Microsoft.AspNetCore.Http.HttpResults;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Reviews.Features;

/// <summary>
/// Somebody adds themselves to who attends: who reads the draft already, as a member of the team,
/// or who may write reviews.
/// </summary>
internal static class JoinReview
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/api/reviews/{id:guid}/join", HandleAsync)
            .May(Permissions.SeeOwnDrafts)
            .Audited("review-joined", "joined {review}")
            .WithName("JoinReview")
            .WithSummary("Attend a review from now on and read its draft; the history says so")
            .ProducesProblem(404)
            .ProducesProblem(409);

    private static async Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        HttpContext http,
        ReviewEditor editor
    )
    {
        var known = await editor.LoadAsync(id, http.RequestAborted);
        if (
            known is null
            || !(http.User.Has(Scope.ReviewsWrite) || Drafts.MaySee(http.User, known))
        )
        {
            return Problems.NotFound("review " + id);
        }

        if (Drafts.PersonOf(http.User) is not { } person)
        {
            return Problems.Conflict(
                "not-a-person",
                "A service token attends nothing; give it the scope reviews:drafts to read drafts."
            );
        }

        var isOfTeam = known
            .Audience.Teams.Intersect(DraftReader.Of(http.User).Teams, StringComparer.Ordinal)
            .Any();
        return await editor.JoinAsync(http, id, (review, by) => review.Join(person, isOfTeam, by));
    }
}
