using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Contracts.Reviews;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Importing;

namespace Pir.Reviews.Features;

/// <summary>
/// Findings besides factors and actions: answers to the questions, learnings, luck, and what went
/// well or wrong.
/// </summary>
internal static class Findings
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/api/reviews/{id:guid}/findings", AddAsync)
            .NotAudited(UnauditedBecause.DraftTells)
            .TakesImports("finding-added", "added a finding to {review}")
            .WithName("AddFinding")
            .WithSummary("Add a finding: an answer, a learning, luck, or what went well or wrong")
            .May(Permissions.FacilitateReviews)
            .ProducesProblem(404)
            .ProducesProblem(409);
        api.MapPut("/api/reviews/{id:guid}/findings/{findingId:guid}", ChangeAsync)
            .May(Permissions.FacilitateReviews)
            .NotAudited(UnauditedBecause.DraftTells)
            .TakesImports("finding-changed", "changed a finding of {review}")
            .WithName("ChangeFinding")
            .WithSummary(
                "Replace a finding; 412 with the current one if it changed since the version"
            )
            .ProducesProblem(404)
            .ProducesProblem(412);
        api.MapDelete("/api/reviews/{id:guid}/findings/{findingId:guid}", RemoveAsync)
            .NotAudited(UnauditedBecause.DraftTells)
            .TakesImports("finding-removed", "removed a finding from {review}")
            .WithName("RemoveFinding")
            .WithSummary("Remove a finding")
            .May(Permissions.FacilitateReviews)
            .ProducesProblem(404);
    }

    private static async Task<Results<Created<Finding>, ProblemHttpResult>> AddAsync(
        Guid id,
        FindingRequest request,
        HttpContext http,
        ReviewEditor editor
    )
    {
        if (Check(request).Problem is { } invalid)
        {
            return invalid;
        }

        var finding = request.ToFinding(Times.NewId(editor.StampOf(http).At));
        var outcome = await editor.ChangeAsync(
            http,
            id,
            (review, stamp) => review.AddFinding(finding, request.FromNotes, stamp)
        );
        return outcome.Result is ProblemHttpResult problem
            ? problem
            : TypedResults.Created($"/api/reviews/{id}/findings/{finding.Id}", finding);
    }

    private static async Task<Results<Ok<Finding>, ProblemHttpResult>> ChangeAsync(
        Guid id,
        Guid findingId,
        FindingRequest request,
        HttpContext http,
        ReviewEditor editor
    )
    {
        if (Check(request).Problem is { } invalid)
        {
            return invalid;
        }

        var finding = request.ToFinding(findingId);
        var outcome = await editor.ChangePartAsync(
            http,
            id,
            request.Version,
            (review, seen, stamp) => review.ChangeFinding(finding, seen, stamp)
        );
        return outcome.Result is ProblemHttpResult problem ? problem : TypedResults.Ok(finding);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid id,
        Guid findingId,
        HttpContext http,
        ReviewEditor editor
    )
    {
        var outcome = await editor.ChangeAsync(
            http,
            id,
            (review, stamp) => review.RemoveFinding(findingId, stamp)
        );
        return outcome.Result is ProblemHttpResult problem ? problem : TypedResults.NoContent();
    }

    private static FieldErrors Check(FindingRequest request) =>
        new FieldErrors()
            .That(request.Kind is not null, "kind", "is required")
            .Required("text", request.Text, Review.MaxFinding)
            .That(
                request.Kind != FindingKind.Answer
                    || Questions.All.Contains(request.Question, StringComparer.Ordinal),
                "question",
                "must be any of " + string.Join(", ", Questions.All)
            );

    private static Finding ToFinding(this FindingRequest request, Guid id) =>
        new(
            id,
            request.Kind!.Value,
            request.Kind == FindingKind.Answer ? request.Question : null,
            request.Text!.Trim()
        );
}
