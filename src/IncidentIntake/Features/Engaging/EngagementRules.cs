using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain.Engaging;
using Pir.Platform.Decisions;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Engaging;

/// <summary>Lists, creates, changes and removes engagement rules.</summary>
internal static class EngagementRules
{
    private const int Most = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/engagement/rules", ListAsync)
            .May(Permissions.SeeEngagement)
            .WithName("ListEngagementRules")
            .WithSummary("List the engagement rules by name");
        api.MapGet("/api/engagement/rules/{id:guid}", GetAsync)
            .May(Permissions.SeeEngagement)
            .WithName("GetEngagementRule")
            .WithSummary("Get an engagement rule")
            .ProducesProblem(404);
        api.MapPost("/api/engagement/rules", CreateAsync)
            .May(Permissions.ManageEngagement)
            .Audited("engagement-rule-created", "created {engagementRule}")
            .WithName("CreateEngagementRule")
            .WithSummary("Create an engagement rule")
            .ProducesProblem(409);
        api.MapPut("/api/engagement/rules/{id:guid}", ChangeAsync)
            .May(Permissions.ManageEngagement)
            .Audited("engagement-rule-changed", "changed {engagementRule}")
            .WithName("PutEngagementRule")
            .WithSummary("Replace all fields of an engagement rule")
            .ProducesEditProblems();
        api.MapDelete("/api/engagement/rules/{id:guid}", DeleteAsync)
            .May(Permissions.ManageEngagement)
            .Audited("engagement-rule-removed", "removed {engagementRule}")
            .WithName("DeleteEngagementRule")
            .WithSummary("Remove an engagement rule; engagements stay as they are")
            .ProducesEditProblems();
    }

    private static async Task<Ok<ItemList<EngagementRuleResponse>>> ListAsync(
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var all = await db.EngagementRules.AsNoTracking().ToListAsync(token);
        return TypedResults.Ok(
            new ItemList<EngagementRuleResponse>([
                .. all.OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase)
                    .ThenBy(r => r.Id)
                    .Select(r => r.ToResponse()),
            ])
        );
    }

    private static async Task<Results<Ok<EngagementRuleResponse>, ProblemHttpResult>> GetAsync(
        Guid id,
        IntakeDbContext db,
        CancellationToken token
    ) =>
        await db.EngagementRules.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, token)
            is { } it
            ? TypedResults.Ok(it.ToResponse())
            : Problems.NotFound("engagement rule " + id);

    private static async Task<
        Results<Created<EngagementRuleResponse>, ProblemHttpResult>
    > CreateAsync(
        EngagementRuleRequest request,
        HttpContext http,
        IntakeDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (EngagingChecks.Check(request).Problem is { } problem)
        {
            return problem;
        }

        if (await db.EngagementRules.CountAsync(token) >= Most)
        {
            return Problems.Conflict(
                "too-many",
                $"There are {Most} engagement rules already. Remove one first."
            );
        }

        var it = EngagementRule.Create(request, clock.UtcNow());
        db.EngagementRules.Add(it);
        db.Audit(http, it.ToAuditSubject(), it.Id);
        await db.SaveChangesAsync(token);
        return TypedResults.Created($"/api/engagement/rules/{it.Id}", it.ToResponse());
    }

    private static async Task<Results<Ok<EngagementRuleResponse>, ProblemHttpResult>> ChangeAsync(
        Guid id,
        EngagementRuleRequest request,
        HttpContext http,
        EngagementRuleEditor editor
    ) =>
        EngagingChecks.Check(request).Problem is { } problem
            ? problem
            : await editor.ChangeAsync(http, id, request.Version, (it, _) => it.Describe(request));

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id,
        HttpContext http,
        IntakeDbContext db,
        EngagementRuleEditor editor
    )
    {
        var outcome = await editor.ChangeAsync(
            http,
            id,
            version: null,
            (it, _) =>
            {
                db.EngagementRules.Remove(it);
                return Decision.Changed();
            }
        );
        return outcome.Result is ProblemHttpResult problem ? problem : TypedResults.NoContent();
    }
}
