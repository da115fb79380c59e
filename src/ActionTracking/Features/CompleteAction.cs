using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Actions.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Actions.Features;

/// <summary>An action is done.</summary>
public static class CompleteAction
{
    /// <param name="Note">What was done, where to see it.</param>
    public sealed record Request(string? Note, int? Version);

    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/{action}/complete", Handle)
            .RequireScope(Scope.ActionsWrite)
            .WithName("CompleteAction")
            .WithSummary("Say that an action is done")
            .ProducesProblem(404)
            .ProducesProblem(409)
            .ProducesProblem(412);

    internal static async Task<Results<Ok<ActionResponse>, ProblemHttpResult>> Handle(
        string action,
        Request? request,
        HttpRequest http,
        ClaimsPrincipal user,
        ActionDesk desk,
        CancellationToken token
    )
    {
        if (ActionRules.CheckLength(request?.Note, ActionItem.MaxNote) is { } rule)
        {
            return Problems.Validation("note", rule);
        }

        var expected = ExpectedVersion.Of(http, request?.Version);
        return await desk.ChangeAsync(
            action,
            expected,
            user,
            a => a.Complete(request?.Note, desk.Now),
            token
        );
    }
}
