using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.Reviews.Features;

public sealed record WaiveReviewRequest([Required, StringLength(Review.MaxReason)] string Reason);

internal static class WaiveReview
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/api/reviews/{id:guid}/waive", HandleAsync)
            .Audited("review-waived", "waived {review}")
            .WithName("WaiveReview")
            .WithSummary("Waive a review, with a reason")
            .May(Permissions.FacilitateReviews)
            .ProducesEditProblems();

    private static Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        WaiveReviewRequest request,
        HttpContext http,
        ReviewEditor editor
    ) =>
        editor.ChangeAsync(http, id, (review, stamp) => review.Waive(request.Reason.Trim(), stamp));
}
