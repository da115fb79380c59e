using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Importing;

namespace Pir.Reviews.Features;

/// <summary>
/// The review's owner, or an attendee who may write reviews, decides who else may read the draft
/// after the incident's roles or team changed.
/// </summary>
internal static class DecideAccess
{
    private const string Path = "/api/reviews/{id:guid}/access-requests/{requestId:guid}";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost(Path + "/accept", AcceptAsync)
            .Audited("draft-access-accepted", "granted access to the draft of {review}")
            .TakesImports()
            .WithName("AcceptAccessRequest")
            .WithSummary("Give a person or team access to a draft, even if declined before")
            .May(Permissions.DecideOnOwnDrafts)
            .ProducesProblem(403)
            .ProducesProblem(404)
            .ProducesProblem(409);
        api.MapPost(Path + "/decline", DeclineAsync)
            .Audited("draft-access-declined", "declined access to the draft of {review}")
            .TakesImports()
            .WithName("DeclineAccessRequest")
            .WithSummary("Decline or revoke the access of a person or team to a draft")
            .May(Permissions.DecideOnOwnDrafts)
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
    )
    {
        var known = await editor.LoadAsync(id, http.RequestAborted);
        if (known is null || !Drafts.MayKnow(http.User, known))
        {
            return ServiceDefaults.Http.Problems.NotFound("review " + id);
        }

        if (Drafts.MaySee(http.User, known) && !Drafts.MayLetIn(http.User, known))
        {
            return Drafts.RefuseReader();
        }

        return await editor.ChangeAsync(
            http,
            id,
            (review, stamp) => review.DecideAccess(requestId, isAccepted, stamp)
        );
    }
}
