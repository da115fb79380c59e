using Microsoft.AspNetCore.Http.HttpResults;
using Pir.ServiceDefaults.Auth;

namespace Pir.Reviews.Features;

/// <summary>
/// Whoever reads a draft decides whether those read it who came to its incident after the end.
/// </summary>
internal static class DecideAccess
{
    private const string Path = "/api/reviews/{id:guid}/access-requests/{requestId:guid}";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost(Path + "/accept", AcceptAsync)
            .WithName("AcceptAccessRequest")
            .WithSummary(
                "Let a person or a team read a draft who came to its incident after the end"
            )
            .RequireScope(Scope.ReviewsRead)
            .ProducesProblem(403)
            .ProducesProblem(404)
            .ProducesProblem(409);
        api.MapPost(Path + "/decline", DeclineAsync)
            .WithName("DeclineAccessRequest")
            .WithSummary("Keep a draft from somebody who came to its incident after the end")
            .RequireScope(Scope.ReviewsRead)
            .ProducesProblem(403)
            .ProducesProblem(404)
            .ProducesProblem(409);
    }

    private static Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> AcceptAsync(
        Guid id,
        Guid requestId,
        HttpContext http,
        ReviewEditor editor
    ) => DecideAsync(http, id, requestId, editor, isAccepted: true);

    private static Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> DeclineAsync(
        Guid id,
        Guid requestId,
        HttpContext http,
        ReviewEditor editor
    ) => DecideAsync(http, id, requestId, editor, isAccepted: false);

    private static async Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> DecideAsync(
        HttpContext http,
        Guid id,
        Guid requestId,
        ReviewEditor editor,
        bool isAccepted
    ) =>
        await editor.LoadAsync(id, http.RequestAborted) is { } known
        && Drafts.MayKnow(http.User, known)
            ? await editor.ChangeAsync(
                http,
                id,
                (review, stamp) => review.DecideAccess(requestId, isAccepted, stamp)
            )
            : ServiceDefaults.Http.Problems.NotFound("review " + id);
}
