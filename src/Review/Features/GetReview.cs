using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Reviews.Features;

internal static class GetReview
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/api/reviews/{id:guid}", HandleAsync)
            .WithName("GetReview")
            .WithSummary("Get one review in full")
            .RequireScope(Scope.ReviewsRead)
            .ProducesProblem(404);

    private static async Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        HttpContext http,
        ReviewEditor editor
    )
    {
        var review = await editor
            .WholeReviews()
            .AsNoTracking()
            .FirstOrDefaultAsync(r => r.Id == id, http.RequestAborted);
        return review is null ? Problems.NotFound("review " + id) : editor.Answer(http, review);
    }
}
