using Microsoft.AspNetCore.Http.HttpResults;
using Pir.ActionTracking.Domain;
using Pir.Contracts.Api;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.ActionTracking.Features;

/// <summary>Declines an action, with a reason.</summary>
public static class DeclineAction
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/{action}/decline", Handle)
            .May(Permissions.WorkOnActions)
            .Audited("action-declined", "declined {action}")
            .TakesImports()
            .WithName("DeclineAction")
            .WithSummary("Decline an action, with a reason")
            .ProducesEditProblems();

    internal static async Task<Results<Ok<ActionResponse>, ProblemHttpResult>> Handle(
        string action,
        DeclineActionRequest request,
        HttpContext http,
        ActionEditor editor
    ) =>
        ActionRules.CheckReason(request.Reason) is { } rule
            ? Problems.Validation("reason", rule)
            : await editor.ChangeAsync(
                http,
                action,
                request.Version,
                (a, by) => a.Decline(request.Reason!, by.At)
            );
}
