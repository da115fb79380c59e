using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain.Automation;
using Pir.Platform.Decisions;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Automation;

/// <summary>Lists, creates, changes and removes automation rules.</summary>
internal static class AutomationRules
{
    private const string Path = "/api/automation/rules";
    private const string One = Path + "/{id:guid}";
    private const int Most = 100;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet(Path, ListAsync)
            .May(Permissions.SeeAutomation)
            .WithName("ListAutomationRules")
            .WithSummary("List the automation rules by name");
        api.MapGet(One, GetAsync)
            .May(Permissions.SeeAutomation)
            .WithName("GetAutomationRule")
            .WithSummary("Get an automation rule")
            .ProducesProblem(404);
        api.MapPost(Path, CreateAsync)
            .May(Permissions.ManageAutomation)
            .Audited("automation-rule-created", "created {automationRule}")
            .WithName("CreateAutomationRule")
            .WithSummary("Create an automation rule")
            .ProducesProblem(409);
        api.MapPut(One, ChangeAsync)
            .May(Permissions.ManageAutomation)
            .Audited("automation-rule-changed", "changed {automationRule}")
            .WithName("PutAutomationRule")
            .WithSummary("Replace all fields of an automation rule")
            .ProducesEditProblems();
        api.MapDelete(One, DeleteAsync)
            .May(Permissions.ManageAutomation)
            .Audited("automation-rule-removed", "removed {automationRule}")
            .WithName("DeleteAutomationRule")
            .WithSummary("Remove an automation rule; what it did stays")
            .ProducesEditProblems();
    }

    internal static AuditSubject ToAuditSubject(this AutomationRule rule) =>
        new("automationRule", rule.Id.ToString(), null, rule.Name);

    private static async Task<Ok<ItemList<AutomationRuleResponse>>> ListAsync(
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var all = await db.AutomationRules.AsNoTracking().ToListAsync(token);
        return TypedResults.Ok(
            new ItemList<AutomationRuleResponse>([
                .. all.OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase)
                    .ThenBy(r => r.Id)
                    .Select(r => r.ToResponse()),
            ])
        );
    }

    private static async Task<Results<Ok<AutomationRuleResponse>, ProblemHttpResult>> GetAsync(
        Guid id,
        IntakeDbContext db,
        CancellationToken token
    ) =>
        await db.AutomationRules.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, token)
            is { } it
            ? TypedResults.Ok(it.ToResponse())
            : Problems.NotFound("automation rule " + id);

    private static async Task<
        Results<Created<AutomationRuleResponse>, ProblemHttpResult>
    > CreateAsync(
        AutomationRuleRequest request,
        HttpContext http,
        IntakeDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (AutomationChecks.Check(request).Problem is { } problem)
        {
            return problem;
        }

        if (await db.AutomationRules.CountAsync(token) >= Most)
        {
            return Problems.Conflict(
                "too-many",
                $"There are {Most} automation rules already. Remove one first."
            );
        }

        var it = AutomationRule.Create(request, clock.UtcNow());
        db.AutomationRules.Add(it);
        db.Audit(http, it.ToAuditSubject(), it.Id);
        await db.SaveChangesAsync(token);
        return TypedResults.Created($"{Path}/{it.Id}", it.ToResponse());
    }

    private static async Task<Results<Ok<AutomationRuleResponse>, ProblemHttpResult>> ChangeAsync(
        Guid id,
        AutomationRuleRequest request,
        HttpContext http,
        AutomationRuleEditor editor
    ) =>
        AutomationChecks.Check(request).Problem is { } problem
            ? problem
            : await editor.ChangeAsync(http, id, request.Version, (it, _) => it.Describe(request));

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id,
        HttpContext http,
        IntakeDbContext db,
        AutomationRuleEditor editor
    )
    {
        var outcome = await editor.ChangeAsync(
            http,
            id,
            version: null,
            (it, _) =>
            {
                db.AutomationRules.Remove(it);
                return Decision.Changed();
            }
        );
        return outcome.Result is ProblemHttpResult problem ? problem : TypedResults.NoContent();
    }
}

/// <summary>Changes an automation rule.</summary>
internal sealed class AutomationRuleEditor(IntakeDbContext db, TimeProvider clock)
    : Editor<AutomationRule, Guid, AutomationRuleResponse>(db, clock)
{
    protected override Task<AutomationRule?> LoadAsync(
        Guid key,
        HttpContext http,
        CancellationToken token
    ) => db.AutomationRules.SingleOrDefaultAsync(r => r.Id == key, token);

    protected override string NameOf(Guid key) => "automation rule " + key;

    protected override AuditSubject SubjectOf(AutomationRule it) => it.ToAuditSubject();

    protected override Task<AutomationRuleResponse> AnswerAsync(
        AutomationRule it,
        HttpContext http,
        CancellationToken token
    ) => Task.FromResult(it.ToResponse());
}
