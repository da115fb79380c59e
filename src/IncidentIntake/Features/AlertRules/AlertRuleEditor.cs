using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain.Rules;
using Pir.IncidentIntake.Webhooks;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.AlertRules;

/// <summary>Changes one rule. The webhooks learn of it at once.</summary>
internal sealed class AlertRuleEditor(
    IntakeDbContext db,
    RuleDirectory directory,
    TimeProvider clock
) : Editor<AlertRule, Guid, AlertRuleResponse>(db, clock)
{
    protected override Task<AlertRule?> LoadAsync(
        Guid key,
        HttpContext http,
        CancellationToken token
    ) => db.AlertRules.SingleOrDefaultAsync(r => r.Id == key && r.DeletedAt == null, token);

    protected override string NameOf(Guid key) => "rule " + key;

    protected override AuditSubject SubjectOf(AlertRule it) => it.ToAuditSubject();

    protected override Task CommittedAsync(AlertRule it, CancellationToken token)
    {
        directory.Forget();
        return Task.CompletedTask;
    }

    protected override async Task<AlertRuleResponse> AnswerAsync(
        AlertRule it,
        HttpContext http,
        CancellationToken token
    ) => it.ToResponse(await db.PlaceOfAsync(it, token));
}

internal static class AlertRuleOrder
{
    /// <summary>The rules in the order in which they are tried.</summary>
    public static IQueryable<AlertRule> InOrder(this IQueryable<AlertRule> rules) =>
        rules.Where(r => r.DeletedAt == null).OrderBy(r => r.Position).ThenBy(r => r.Id);

    /// <summary>A rule's place in the order, from 1.</summary>
    public static async Task<int> PlaceOfAsync(
        this IntakeDbContext db,
        AlertRule rule,
        CancellationToken token
    ) => 1 + (await db.AlertRules.InOrder().Select(r => r.Id).ToListAsync(token)).IndexOf(rule.Id);
}
