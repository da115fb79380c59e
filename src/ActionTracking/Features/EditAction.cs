using Microsoft.AspNetCore.Http.HttpResults;
using Pir.ActionTracking.Domain;
using Pir.Contracts.Api;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.ActionTracking.Features;

/// <summary>Changes the text, type or team of an action.</summary>
public static class EditAction
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapPatch("/{action}", Handle)
            .May(Permissions.WorkOnActions)
            .Audited("action-edited", "changed {action}")
            .TakesImports()
            .WithName("EditAction")
            .WithSummary("Change the title, type, description or team of an action")
            .ProducesEditProblems();

    internal static async Task<Results<Ok<ActionResponse>, ProblemHttpResult>> Handle(
        string action,
        EditActionRequest request,
        HttpContext http,
        ActionEditor editor
    )
    {
        var errors = new FieldErrors()
            .Check("title", request.Title is null ? null : ActionRules.CheckTitle(request.Title))
            .Length("description", request.Description, ActionItem.MaxDescription)
            .Length("team", request.Team, ActionItem.MaxName);
        var edit = new ActionEdit(request.Title, request.Type, request.Description, request.Team);
        return errors.Problem is { } problem
            ? problem
            : await editor.ChangeAsync(http, action, request.Version, (a, _) => a.Edit(edit));
    }
}
