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

/// <summary>
/// Actions that a review proposes. The action tracker creates each of them under the same id and
/// manages it from there.
/// </summary>
internal static class Actions
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/api/reviews/{id:guid}/actions", ProposeAsync)
            .May(Permissions.FacilitateReviews)
            .Audited("review-action-proposed", "proposed an action in {review}")
            .TakesImports()
            .WithName("ProposeReviewAction")
            .WithSummary("Propose an action; it appears in the action tracker under the same id")
            .ProducesEditProblems();
        api.MapDelete("/api/reviews/{id:guid}/actions/{actionId:guid}", WithdrawAsync)
            .Audited("review-action-withdrawn", "withdrew an action from {review}")
            .TakesImports()
            .WithName("WithdrawAction")
            .WithSummary("Withdraw a proposed action that no published revision contains")
            .May(Permissions.FacilitateReviews)
            .ProducesEditProblems();
    }

    private static async Task<Results<Created<FoundAction>, ProblemHttpResult>> ProposeAsync(
        Guid id,
        ProposeReviewActionRequest request,
        HttpContext http,
        ReviewEditor editor
    )
    {
        if (Check(request).Problem is { } invalid)
        {
            return invalid;
        }

        var action = new FoundAction(
            Times.NewId(editor.StampOf(http).At),
            request.Title!.Trim(),
            request.Type!.Value,
            request.Description.TrimmedOrNull(),
            request.FactorId
        );
        var outcome = await editor.ChangeAsync(
            http,
            id,
            (review, stamp) => review.ProposeAction(action, stamp)
        );
        return outcome.Result is ProblemHttpResult problem
            ? problem
            : TypedResults.Created("/api/actions/" + action.Id, action);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> WithdrawAsync(
        Guid id,
        Guid actionId,
        HttpContext http,
        ReviewEditor editor
    )
    {
        var outcome = await editor.ChangeAsync(
            http,
            id,
            (review, stamp) => review.WithdrawAction(actionId, stamp)
        );
        return outcome.Result is ProblemHttpResult problem ? problem : TypedResults.NoContent();
    }

    private static FieldErrors Check(ProposeReviewActionRequest request) =>
        new FieldErrors()
            .Required("title", request.Title, Review.MaxTitle)
            .That(request.Type is not null, "type", "is required")
            .Length("description", request.Description, Review.MaxDescription);
}
