using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Reviews;
using Pir.Contracts.Texts;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.Reviews.Features;

/// <param name="Category">technical, process or monitoring.</param>
/// <param name="Version">
/// For a change: the review's version it started from. The request fails with 412 and the current
/// factor when the factor has changed since.
/// </param>
public sealed record FactorRequest(
    [Required, StringLength(Review.MaxTitle)] string Title,
    [Required] FactorCategory? Category,
    [StringLength(Review.MaxDescription)] string? Description,
    int? Version = null
)
{
    public Factor ToFactor(Guid id) =>
        new(id, Title.Trim(), Category!.Value, Description.TrimmedOrNull());
}

/// <summary>Contributing factors: as many as apply, never a single root cause.</summary>
internal static class Factors
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/api/reviews/{id:guid}/factors", AddAsync)
            .NotAudited(UnauditedBecause.DraftTells)
            .WithName("AddFactor")
            .WithSummary("Add a contributing factor")
            .May(Permissions.FacilitateReviews)
            .ProducesEditProblems();
        api.MapPut("/api/reviews/{id:guid}/factors/{factorId:guid}", ChangeAsync)
            .NotAudited(UnauditedBecause.DraftTells)
            .WithName("ChangeFactor")
            .WithSummary("Replace a contributing factor")
            .May(Permissions.FacilitateReviews)
            .ProducesEditProblems();
        api.MapDelete("/api/reviews/{id:guid}/factors/{factorId:guid}", RemoveAsync)
            .May(Permissions.FacilitateReviews)
            .NotAudited(UnauditedBecause.DraftTells)
            .WithName("RemoveFactor")
            .WithSummary("Remove a contributing factor; its actions stay")
            .ProducesEditProblems();
    }

    private static async Task<Results<Created<Factor>, ProblemHttpResult>> AddAsync(
        Guid id,
        FactorRequest request,
        HttpContext http,
        ReviewEditor editor
    )
    {
        var factor = request.ToFactor(Times.NewId(editor.StampOf(http).At));
        var outcome = await editor.ChangeAsync(
            http,
            id,
            (review, stamp) => review.AddFactor(factor, stamp)
        );
        return outcome.Result is ProblemHttpResult problem
            ? problem
            : TypedResults.Created($"/api/reviews/{id}/factors/{factor.Id}", factor);
    }

    private static async Task<Results<Ok<Factor>, ProblemHttpResult>> ChangeAsync(
        Guid id,
        Guid factorId,
        FactorRequest request,
        HttpContext http,
        ReviewEditor editor
    )
    {
        var factor = request.ToFactor(factorId);
        var outcome = await editor.ChangePartAsync(
            http,
            id,
            request.Version,
            (review, seen, stamp) => review.ChangeFactor(factor, seen, stamp)
        );
        return outcome.Result is ProblemHttpResult problem ? problem : TypedResults.Ok(factor);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid id,
        Guid factorId,
        HttpContext http,
        ReviewEditor editor
    )
    {
        var outcome = await editor.ChangeAsync(
            http,
            id,
            (review, stamp) => review.RemoveFactor(factorId, stamp)
        );
        return outcome.Result is ProblemHttpResult problem ? problem : TypedResults.NoContent();
    }
}
