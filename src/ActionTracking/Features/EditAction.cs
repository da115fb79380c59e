using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Actions.Domain;
using Pir.Contracts.Actions;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Actions.Features;

/// <summary>Changes the wording, type or team of an action.</summary>
public static class EditAction
{
    /// <summary>What is left out stays; an empty description or team clears it.</summary>
    /// <param name="Version">
    /// The version that was read; 412 where it is no longer the present one. <c>If-Match</c> says
    /// the same.
    /// </param>
    public sealed record Request(
        string? Title,
        ActionType? Type,
        string? Description,
        string? Team,
        int? Version
    );

    internal static void Map(RouteGroupBuilder api) =>
        api.MapPatch("/{action}", Handle)
            .RequireScope(Scope.ActionsWrite)
            .WithName("EditAction")
            .WithSummary("Change title, type, description or team of an action")
            .ProducesProblem(404)
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
        var errors = new Errors()
            .Check("title", request.Title is null ? null : ActionRules.CheckTitle(request.Title))
            .Check(
                "description",
                ActionRules.CheckLength(request.Description, ActionItem.MaxDescription)
            )
            .Check("team", ActionRules.CheckLength(request.Team, ActionItem.MaxName));
        if (errors.Count > 0)
        {
            return Problems.Validation(errors);
        }

        var edit = new ActionEdit(request.Title, request.Type, request.Description, request.Team);
        return await desk.ChangeAsync(
            action,
            ExpectedVersion.Of(http, request.Version),
            user,
            a => a.Edit(edit),
            token
        );
    }
}
