using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.Reviews.Features;

internal static class WaiveReview
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/api/reviews/{id:guid}/waive", HandleAsync)
            .Audited("review-waived", "waived {review}")
            .TakesImports()
            .WithName("WaiveReview")
            .WithSummary("Waive a review, with a reason")
            .May(Permissions.FacilitateReviews)
            .ProducesEditProblems();

    private static async Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        WaiveReviewRequest request,
        HttpContext http,
        ReviewEditor editor
    )
    {
        var errors = new FieldErrors().Required("reason", request.Reason, Review.MaxReason);
        return errors.Problem is { } invalid
            ? invalid
            : await editor.ChangeAsync(
                http,
                id,
                (review, stamp) => review.Waive(request.Reason!.Trim(), stamp)
            );
    }
}
