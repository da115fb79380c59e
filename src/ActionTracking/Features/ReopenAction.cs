using Microsoft.AspNetCore.Http.HttpResults;
using Pir.ActionTracking.Domain;
using Pir.Contracts.Api;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.ActionTracking.Features;

/// <summary>Reopens an action that was completed or declined.</summary>
public static class ReopenAction
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/{action}/reopen", Handle)
            .May(Permissions.WorkOnActions)
            .Audited("action-reopened", "reopened {action}")
            .TakesImports()
            .WithName("ReopenAction")
            .WithSummary("Reopen a completed or declined action, with a reason")
            .ProducesEditProblems();

    internal static async Task<Results<Ok<ActionResponse>, ProblemHttpResult>> Handle(
        string action,
        ReopenActionRequest request,
        HttpContext http,
        ActionEditor editor
    ) =>
        ActionRules.CheckReason(request.Reason) is { } rule
            ? Problems.Validation("reason", rule)
            : await editor.ChangeAsync(
                http,
                action,
                request.Version,
                (a, _) => a.Reopen(request.Reason!)
            );
}
