using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Importing;

namespace Pir.Reviews.Features;

internal static class ScheduleReview
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/api/reviews/{id:guid}/schedule", HandleAsync)
            .Audited("review-scheduled", "scheduled {review}")
            .TakesImports()
            .WithName("ScheduleReview")
            .WithSummary("Schedule or reschedule the review meeting")
            .May(Permissions.FacilitateReviews)
            .ProducesProblem(404)
            .ProducesProblem(409);

    private static Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        ScheduleReviewRequest request,
        HttpContext http,
        ReviewEditor editor
    ) =>
        editor.ChangeAsync(
            http,
            id,
            (review, stamp) => review.Schedule(request.ScheduledFor.ToMicroseconds(), stamp)
        );
}
