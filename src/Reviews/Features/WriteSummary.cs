using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.Reviews.Features;

internal static class WriteSummary
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/api/reviews/{id:guid}/summary", HandleAsync)
            .May(Permissions.FacilitateReviews)
            .NotAudited(UnauditedBecause.DraftTells)
            .TakesImports("summary-written", "wrote the summary of {review}")
            .WithName("WriteReviewSummary")
            .WithSummary(
                "Replace the summary; 412 with the current text if it changed since the version"
            )
            .ProducesEditProblems();

    private static async Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        WriteSummaryRequest request,
        HttpContext http,
        ReviewEditor editor
    )
    {
        var errors = new FieldErrors()
            .That(request.Text is not null, "text", "is required")
            .WholeLength("text", request.Text, Review.MaxSummary);
        return errors.Problem is { } invalid
            ? invalid
            : await editor.ChangePartAsync(
                http,
                id,
                request.Version,
                (review, seen, stamp) => review.WriteSummary(request.Text!, seen, stamp)
            );
    }
}
