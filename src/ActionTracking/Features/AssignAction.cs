using Microsoft.AspNetCore.Http.HttpResults;
using Pir.ActionTracking.Domain;
using Pir.Contracts.Api;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.ActionTracking.Features;

/// <summary>
/// Assigns an action with a due date, which accepts it. Both can be changed later in the same way.
/// </summary>
public static class AssignAction
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/{action}/assign", Handle)
            .May(Permissions.WorkOnActions)
            .Audited("action-assigned", "assigned {action}")
            .TakesImports()
            .WithName("AssignAction")
            .WithSummary("Assign an action with a due date, which accepts it")
            .ProducesEditProblems();

    internal static async Task<Results<Ok<ActionResponse>, ProblemHttpResult>> Handle(
        string action,
        AssignActionRequest request,
        HttpContext http,
        ActionEditor editor
    )
    {
        var errors = new FieldErrors()
            .Check("assignee", ActionRules.CheckAssignee(request.Assignee?.Name))
            .Length("assignee.id", request.Assignee?.Id, ActionItem.MaxName)
            .Check("dueAt", ActionRules.CheckDueAt(request.DueAt, editor.Now));
        return errors.Problem is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                action,
                request.Version,
                (a, by) => a.Assign(request.Assignee!, request.DueAt!.Value, by.At)
            );
    }
}
