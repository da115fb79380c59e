using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Contracts.Times;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.Reviews.Features;

internal static class HoldReview
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/api/reviews/{id:guid}/hold", HandleAsync)
            .Audited("review-held", "recorded the meeting for {review}")
            .TakesImports()
            .WithName("HoldReview")
            .WithSummary("Record that the review meeting took place")
            .May(Permissions.FacilitateReviews)
            .ProducesEditProblems();

    private static async Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        HoldReviewRequest? request,
        HttpContext http,
        ReviewEditor editor,
        TimeProvider clock
    )
    {
        var heldAt = request?.HeldAt;
        if (TimeRules.IsFuture(heldAt, clock.UtcNow()))
        {
            return Problems.Validation("heldAt", "must not be in the future");
        }

        return await editor.ChangeAsync(
            http,
            id,
            // Without a time, nothing changes for a review that was already held.
            (review, stamp) =>
                review.Hold(heldAt.ToMicroseconds() ?? review.HeldAt ?? stamp.At, stamp)
        );
    }
}
