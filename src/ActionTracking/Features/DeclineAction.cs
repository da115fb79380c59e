using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Actions.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Actions.Features;

/// <summary>An action will not be done, and why.</summary>
public static class DeclineAction
{
    public sealed record Request(string? Reason, int? Version);

    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/{action}/decline", Handle)
            .RequireScope(Scope.ActionsWrite)
            .WithName("DeclineAction")
            .WithSummary("Say that an action will not be done, and why")
            .ProducesProblem(404)
            .ProducesProblem(409)
            .ProducesProblem(412);

    internal static async Task<Results<Ok<ActionResponse>, ProblemHttpResult>> Handle(
        string action,
        Request request,
        HttpRequest http,
        ClaimsPrincipal user,
        ActionDesk desk,
        CancellationToken token
    )
    {
        if (ActionRules.CheckReason(request.Reason) is { } rule)
        {
            return Problems.Validation("reason", rule);
        }

        var expected = ExpectedVersion.Of(http, request.Version);
        return await desk.ChangeAsync(
            action,
            expected,
            user,
            a => a.Decline(request.Reason!, desk.Now),
            token
        );
    }
}
