using System.Security.Claims;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Actions.Domain;
using Pir.Contracts.Incidents;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Actions.Features;

/// <summary>
/// Somebody takes an action on, with a due date: that accepts it. Both can be changed later the
/// same way.
/// </summary>
public static class AssignAction
{
    /// <param name="Assignee">A name, or id and name.</param>
    /// <param name="DueAt">Not in the past.</param>
    /// <param name="Version">
    /// The version that was read; 412 where it is no longer the present one. <c>If-Match</c> says
    /// the same.
    /// </param>
    public sealed record Request(
        [property: JsonConverter(typeof(PersonOrNameConverter))] Person? Assignee,
        DateTime? DueAt,
        int? Version
    );

    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/{action}/assign", Handle)
            .RequireScope(Scope.ActionsWrite)
            .WithName("AssignAction")
            .WithSummary("Give an action to somebody, with a due date: it is then accepted")
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
        var errors = new Errors()
            .Check("assignee", ActionRules.CheckAssignee(request.Assignee?.Name))
            .Check("assignee.id", ActionRules.CheckLength(request.Assignee?.Id, ActionItem.MaxName))
            .Check("dueAt", ActionRules.CheckDueAt(request.DueAt, desk.Now));
        if (errors.Count > 0)
        {
            return Problems.Validation(errors);
        }

        var expected = ExpectedVersion.Of(http, request.Version);
        return await desk.ChangeAsync(
            action,
            expected,
            user,
            a => a.Assign(request.Assignee!, request.DueAt!.Value, desk.Now),
            token
        );
    }
}
