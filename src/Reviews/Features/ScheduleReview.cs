using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Platform.Persistence;
using Pir.Platform.Time;
using Pir.Reviews.Data;
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
            .WithSummary(
                "Schedule or reschedule the review meeting; refused with commander-missing until "
                    + "the incident has an incident commander"
            )
            .May(Permissions.FacilitateReviews)
            .ProducesProblem(404)
            .ProducesProblem(409)
            .ProducesProblem(422);

    private static async Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        ScheduleReviewRequest request,
        HttpContext http,
        ReviewDbContext db,
        ReviewEditor editor,
        TimeProvider clock
    )
    {
        var at = request.ScheduledFor.ToMicroseconds();
        if (at is not null)
        {
            await WaitForCommanderAsync(id, db, clock, http.RequestAborted);
        }

        return await editor.ChangeAsync(http, id, (review, stamp) => review.Schedule(at, stamp));
    }

    /// <summary>The role may have been assigned a moment ago.</summary>
    private static async Task WaitForCommanderAsync(
        Guid id,
        ReviewDbContext db,
        TimeProvider clock,
        CancellationToken token
    ) =>
        await Projection.WaitAsync(
            async () =>
            {
                var known = await db
                    .Reviews.AsNoTracking()
                    .Where(r => r.Id == id)
                    .Select(r => r.Incident)
                    .SingleOrDefaultAsync(token);
                return known is { Commander: null } ? null : known?.Commander ?? new object();
            },
            clock,
            token
        );
}
