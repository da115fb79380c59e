using Microsoft.AspNetCore.Http.HttpResults;
using Pir.ActionTracking.Domain;
using Pir.Contracts.Api;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.ActionTracking.Features;

/// <summary>Completes an action.</summary>
public static class CompleteAction
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/{action}/complete", Handle)
            .May(Permissions.WorkOnActions)
            .Audited("action-completed", "completed {action}")
            .TakesImports()
            .WithName("CompleteAction")
            .WithSummary("Complete an action")
            .ProducesEditProblems();

    internal static async Task<Results<Ok<ActionResponse>, ProblemHttpResult>> Handle(
        string action,
        CompleteActionRequest? request,
        HttpContext http,
        ActionEditor editor
    ) =>
        new FieldErrors().Length("note", request?.Note, ActionItem.MaxNote).Problem is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                action,
                request?.Version,
                (a, by) => a.Complete(request?.Note, by.At)
            );
}
