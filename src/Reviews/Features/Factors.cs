using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Contracts.Reviews;
using Pir.Contracts.Texts;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.Reviews.Features;

/// <summary>Contributing factors: as many as apply, never a single root cause.</summary>
internal static class Factors
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/api/reviews/{id:guid}/factors", AddAsync)
            .NotAudited(UnauditedBecause.DraftTells)
            .TakesImports("factor-added", "added a factor to {review}")
            .WithName("AddFactor")
            .WithSummary("Add a contributing factor")
            .May(Permissions.FacilitateReviews)
            .ProducesEditProblems();
        api.MapPut("/api/reviews/{id:guid}/factors/{factorId:guid}", ChangeAsync)
            .NotAudited(UnauditedBecause.DraftTells)
            .TakesImports("factor-changed", "changed a factor of {review}")
            .WithName("ChangeFactor")
            .WithSummary("Replace a contributing factor")
            .May(Permissions.FacilitateReviews)
            .ProducesEditProblems();
        api.MapDelete("/api/reviews/{id:guid}/factors/{factorId:guid}", RemoveAsync)
            .May(Permissions.FacilitateReviews)
            .NotAudited(UnauditedBecause.DraftTells)
            .TakesImports("factor-removed", "removed a factor from {review}")
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
        if (Check(request).Problem is { } invalid)
        {
            return invalid;
        }

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
        if (Check(request).Problem is { } invalid)
        {
            return invalid;
        }

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

    private static FieldErrors Check(FactorRequest request) =>
        new FieldErrors()
            .Required("title", request.Title, Review.MaxTitle)
            .That(request.Category is not null, "category", "is required")
            .Length("description", request.Description, Review.MaxDescription);

    private static Factor ToFactor(this FactorRequest request, Guid id) =>
        new(
            id,
            request.Title!.Trim(),
            request.Category!.Value,
            request.Description.TrimmedOrNull()
        );
}
