using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain.Rules;
using Pir.IncidentIntake.Webhooks;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Silences;

/// <summary>Changes one silence. The webhooks learn of it at once.</summary>
internal sealed class SilenceEditor(IntakeDbContext db, RuleDirectory directory, TimeProvider clock)
    : Editor<Silence, Guid, SilenceResponse>(db, clock)
{
    protected override Task<Silence?> LoadAsync(
        Guid key,
        HttpContext http,
        CancellationToken token
    ) => db.Silences.SingleOrDefaultAsync(s => s.Id == key && s.DeletedAt == null, token);

    protected override string NameOf(Guid key) => "silence " + key;

    protected override AuditSubject SubjectOf(Silence it) => it.ToAuditSubject();

    protected override Task CommittedAsync(Silence it, CancellationToken token)
    {
        directory.Forget();
        return Task.CompletedTask;
    }

    protected override async Task<SilenceResponse> AnswerAsync(
        Silence it,
        HttpContext http,
        CancellationToken token
    ) => it.ToResponse(Now, (await db.SuppressedAsync([it.Id], token)).GetValueOrDefault(it.Id));
}

internal static class SuppressedAlerts
{
    /// <summary>How many alerts each silence holds back.</summary>
    public static Task<Dictionary<Guid, int>> SuppressedAsync(
        this IntakeDbContext db,
        IReadOnlyList<Guid> silences,
        CancellationToken token
    ) =>
        db
            .HeldAlerts.Where(h =>
                h.State == HeldAlertState.Suppressed
                && h.SilenceId != null
                && silences.Contains(h.SilenceId.Value)
            )
            .GroupBy(h => h.SilenceId!.Value)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, token);
}
