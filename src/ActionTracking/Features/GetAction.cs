using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.ActionTracking.Features;

/// <summary>One action.</summary>
public static class GetAction
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/{action}", Handle)
            .May(Permissions.SeeActions)
            .WithName("GetAction")
            .WithSummary("Get an action by id, reference or number")
            .ProducesProblem(404);

    internal static async Task<Results<Ok<ActionResponse>, ProblemHttpResult>> Handle(
        string action,
        ClaimsPrincipal user,
        ActionEditor editor,
        CancellationToken token
    ) =>
        await editor.FindAsync(action, user, token) is { } found
            ? TypedResults.Ok(found.ToResponse(editor.Now))
            : Problems.NotFound("action " + action);
}
