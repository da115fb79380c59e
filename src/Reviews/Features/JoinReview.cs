using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Reviews.Features;

/// <summary>
/// Someone becomes an attendee: a member of the team, who can already read the draft, or someone
/// who may write reviews.
/// </summary>
internal static class JoinReview
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/api/reviews/{id:guid}/join", HandleAsync)
            .May(Permissions.SeeOwnDrafts)
            .Audited("review-joined", "joined {review}")
            .WithName("JoinReview")
            .WithSummary("Join a review to read its draft; the history records it")
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
                "A service token cannot join. To read drafts, give it the scope reviews:drafts."
            );
        }

        var isOfTeam = known
            .Audience.Teams.Intersect(DraftReader.Of(http.User).Teams, StringComparer.Ordinal)
            .Any();
        return await editor.JoinAsync(http, id, (review, by) => review.Join(person, isOfTeam, by));
    }
}
