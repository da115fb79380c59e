using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain.Rules;
using Pir.IncidentIntake.Webhooks;
using Pir.Platform.Decisions;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.AlertRules;

internal static class CreateAlertRule
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/alert-rules", HandleAsync)
            .May(Permissions.ManageAlertRules)
            .Audited("alert-rule-created", "created {alertRule}")
            .WithName("CreateAlertRule")
            .WithSummary("Add a routing rule behind the others")
            .ProducesProblem(409);

    private static async Task<Results<Created<AlertRuleResponse>, ProblemHttpResult>> HandleAsync(
        AlertRuleRequest request,
        HttpContext http,
        IntakeDbContext db,
        RuleDirectory directory,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (request.Check().Problem is { } problem)
        {
            return problem;
        }

        var places = await db.AlertRules.InOrder().Select(r => r.Position).ToListAsync(token);
        if (places.Count >= AlertRuleRequest.MostRules)
        {
            return Problems.Conflict(
                "too-many-rules",
                "There are 200 rules already. Remove one first."
            );
        }

        var rule = new AlertRule
        {
            Id = Guid.CreateVersion7(),
            Position = places.DefaultIfEmpty().Max() + 1,
        };
        rule.Set(request, new Stamp(http.User.ToActor(), clock.UtcNow()));
        db.AlertRules.Add(rule);
        db.Audit(http, rule.ToAuditSubject(), rule.Id);
        await db.SaveChangesAsync(token);
        directory.Forget();
        return TypedResults.Created(
            $"/api/alert-rules/{rule.Id}",
            rule.ToResponse(places.Count + 1)
        );
    }
}
