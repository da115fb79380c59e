using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.Reviews.Features;

internal static class PublishReview
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/api/reviews/{id:guid}/publish", HandleAsync)
            .May(Permissions.PublishReviews)
            .Audited("review-published", "published {review}")
            .WithName("PublishReview")
            .WithSummary(
                "Publish the draft as the next immutable revision; 422 missing-to-publish, 409 "
                    + "nothing-to-revise"
            )
            .ProducesEditProblems()
            .ProducesProblem(422);

    private static async Task<Results<Ok<RevisionResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        HttpContext http,
        ReviewEditor editor,
        Policies policies
    )
    {
        var rules = await policies.ReadAsync(http.RequestAborted);
        Revision? published = null;
        var outcome = await editor.ChangeAsync(
            http,
            id,
            (review, stamp) =>
            {
                var refusal = review.Publish(stamp, rules.Needed);
                published = review.Revisions is [.., var latest] ? latest : null;
                return refusal;
            }
        );
        return outcome.Result is ProblemHttpResult problem
            ? problem
            : TypedResults.Ok(RevisionResponse.Of(published!));
    }
}
