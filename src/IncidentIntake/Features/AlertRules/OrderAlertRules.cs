using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Webhooks;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.AlertRules;

internal static class OrderAlertRules
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPut("/api/alert-rules/order", HandleAsync)
            .May(Permissions.ManageAlertRules)
            .Audited("alert-rules-ordered", "changed the order of {alertRules}")
            .WithName("OrderAlertRules")
            .WithSummary("Set the order in which the routing rules are tried")
            .ProducesProblem(409);

    private static async Task<
        Results<Ok<ItemList<AlertRuleResponse>>, ProblemHttpResult>
    > HandleAsync(
        OrderAlertRulesRequest request,
        HttpContext http,
        IntakeDbContext db,
        RuleDirectory directory,
        CancellationToken token
    )
    {
        if (request.Ids is not { } ids)
        {
            return Problems.Validation("ids", "is required");
        }

        var rules = await db.AlertRules.InOrder().ToListAsync(token);
        if (ids.Count != rules.Count || !rules.Select(r => r.Id).ToHashSet().SetEquals(ids))
        {
            return Problems.Conflict(
                "rules-changed",
                "The list must have each rule once. Someone may have added or removed a rule."
            );
        }

        if (rules.Count == 0)
        {
            return TypedResults.Ok(new ItemList<AlertRuleResponse>([]));
        }

        for (var i = 0; i < ids.Count; i++)
        {
            rules.Single(r => r.Id == ids[i]).Position = i + 1;
        }

        db.Audit(http, new("alertRules", null, null, ""), rules[0].Id);
        await db.SaveChangesAsync(token);
        directory.Forget();
        return TypedResults.Ok(
            new ItemList<AlertRuleResponse>([
                .. rules.OrderBy(r => r.Position).Select((r, i) => r.ToResponse(i + 1)),
            ])
        );
    }
}
