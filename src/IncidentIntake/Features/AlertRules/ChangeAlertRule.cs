using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.AlertRules;

/// <summary>Replaces or removes a rule.</summary>
internal static class ChangeAlertRule
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPut("/api/alert-rules/{id:guid}", PutAsync)
            .May(Permissions.ManageAlertRules)
            .Audited("alert-rule-changed", "changed {alertRule}")
            .WithName("ChangeAlertRule")
            .WithSummary("Replace a routing rule's settings")
            .ProducesEditProblems();
        api.MapDelete("/api/alert-rules/{id:guid}", DeleteAsync)
            .May(Permissions.ManageAlertRules)
            .Audited("alert-rule-deleted", "removed {alertRule}")
            .WithName("DeleteAlertRule")
            .WithSummary("Remove a routing rule; alerts that wait because of it open incidents")
            .ProducesEditProblems();
    }

    private static async Task<Results<Ok<AlertRuleResponse>, ProblemHttpResult>> PutAsync(
        Guid id,
        AlertRuleRequest request,
        HttpContext http,
        AlertRuleEditor editor
    ) =>
        request.Check().Problem is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                id,
                request.Version,
                (rule, by) => rule.Set(request, by)
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id,
        HttpContext http,
        AlertRuleEditor editor
    )
    {
        var outcome = await editor.ChangeAsync(
            http,
            id,
            version: null,
            (rule, by) => rule.Remove(by)
        );
        return outcome.Result is ProblemHttpResult problem ? problem : TypedResults.NoContent();
    }
}
