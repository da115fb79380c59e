using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain.Engaging;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Engaging;

/// <summary>Changes an engagement rule.</summary>
internal sealed class EngagementRuleEditor(IntakeDbContext db, TimeProvider clock)
    : Editor<EngagementRule, Guid, EngagementRuleResponse>(db, clock)
{
    protected override Task<EngagementRule?> LoadAsync(
        Guid key,
        HttpContext http,
        CancellationToken token
    ) => db.EngagementRules.SingleOrDefaultAsync(r => r.Id == key, token);

    protected override string NameOf(Guid key) => "engagement rule " + key;

    protected override AuditSubject SubjectOf(EngagementRule it) => it.ToAuditSubject();

    protected override Task<EngagementRuleResponse> AnswerAsync(
        EngagementRule it,
        HttpContext http,
        CancellationToken token
    ) => Task.FromResult(it.ToResponse());
}

/// <summary>Changes an escalation policy.</summary>
internal sealed class EscalationPolicyEditor(IntakeDbContext db, TimeProvider clock)
    : Editor<EscalationPolicy, Guid, EscalationPolicyResponse>(db, clock)
{
    protected override Task<EscalationPolicy?> LoadAsync(
        Guid key,
        HttpContext http,
        CancellationToken token
    ) => db.EscalationPolicies.SingleOrDefaultAsync(p => p.Id == key, token);

    protected override string NameOf(Guid key) => "escalation policy " + key;

    protected override AuditSubject SubjectOf(EscalationPolicy it) => it.ToAuditSubject();

    protected override Task<EscalationPolicyResponse> AnswerAsync(
        EscalationPolicy it,
        HttpContext http,
        CancellationToken token
    ) => Task.FromResult(it.ToResponse());
}

/// <summary>Changes the default team.</summary>
internal sealed class EngagementSettingsEditor(IntakeDbContext db, TimeProvider clock)
    : Editor<EngagementSettings, Guid, EngagementSettingsResponse>(db, clock)
{
    protected override Task<EngagementSettings?> LoadAsync(
        Guid key,
        HttpContext http,
        CancellationToken token
    ) => db.EngagementSettings.SingleOrDefaultAsync(s => s.Id == key, token);

    protected override string NameOf(Guid key) => "engagement settings";

    protected override AuditSubject SubjectOf(EngagementSettings it) => it.ToAuditSubject();

    protected override Task<EngagementSettingsResponse> AnswerAsync(
        EngagementSettings it,
        HttpContext http,
        CancellationToken token
    ) => Task.FromResult(new EngagementSettingsResponse(it.DefaultTeam, it.Version));
}
