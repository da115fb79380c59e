using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.AlertRules;

internal static class ReadAlertRules
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/alert-rules", ListAsync)
            .May(Permissions.SeeAlertRules)
            .WithName("ListAlertRules")
            .WithSummary("List routing rules in the order in which they are tried");
        api.MapGet("/api/alert-rules/{id:guid}", GetAsync)
            .May(Permissions.SeeAlertRules)
            .WithName("GetAlertRule")
            .WithSummary("Get a routing rule")
            .ProducesProblem(404);
    }

    private static async Task<Ok<ItemList<AlertRuleResponse>>> ListAsync(
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var rules = await db.AlertRules.AsNoTracking().InOrder().ToListAsync(token);
        return TypedResults.Ok(
            new ItemList<AlertRuleResponse>([.. rules.Select((r, i) => r.ToResponse(i + 1))])
        );
    }

    private static async Task<Results<Ok<AlertRuleResponse>, ProblemHttpResult>> GetAsync(
        Guid id,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var rule = await db
            .AlertRules.AsNoTracking()
            .SingleOrDefaultAsync(r => r.Id == id && r.DeletedAt == null, token);
        return rule is null
            ? Problems.NotFound("rule " + id)
            : TypedResults.Ok(rule.ToResponse(await db.PlaceOfAsync(rule, token)));
    }
}
