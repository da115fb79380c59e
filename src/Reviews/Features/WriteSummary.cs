using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.Reviews.Features;

/// <param name="Text">A few sentences; empty clears the summary.</param>
/// <param name="Version">As for the notes.</param>
public sealed record WriteSummaryRequest(
    [Required(AllowEmptyStrings = true), StringLength(Review.MaxSummary)] string Text,
    int? Version
);

internal static class WriteSummary
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/api/reviews/{id:guid}/summary", HandleAsync)
            .May(Permissions.FacilitateReviews)
            .NotAudited(UnauditedBecause.DraftTells)
            .WithName("WriteReviewSummary")
            .WithSummary(
                "Replace the summary; 412 with the current text if it changed since the version"
            )
            .ProducesEditProblems();

    private static Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        WriteSummaryRequest request,
        HttpContext http,
        ReviewEditor editor
    ) =>
        editor.ChangePartAsync(
            http,
            id,
            request.Version,
            (review, seen, stamp) => review.WriteSummary(request.Text, seen, stamp)
        );
}
