using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Pir.Platform.Persistence;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Incidents;

/// <summary>
/// Changes one incident. Runs between two groups of the writer, so that an alert storm for the
/// same incident cannot make it fail.
/// </summary>
internal sealed class IncidentEditor(
    IntakeDbContext db,
    GroupCommitWriter writer,
    PirDbServices services
) : Editor<Incident, string, IncidentResponse>(db, services.Clock)
{
    protected override Task<Incident?> LoadAsync(
        string key,
        HttpContext http,
        CancellationToken token
    ) => db.Incidents.Named(key).SingleOrDefaultAsync(token);

    protected override string NameOf(string key) => "incident " + key;

    protected override AuditSubject SubjectOf(Incident it) => it.ToAuditSubject();

    protected override ProblemHttpResult? Forbid(Incident it, HttpContext http) =>
        it.RefuseIfMerged() is { } refusal ? Refusals.ToProblem(refusal, it.Version) : null;

    protected override Task TakeTurnAsync(
        Func<CancellationToken, Task> work,
        CancellationToken token
    )
    {
        // The writer's thread does not have the request's context.
        var requestTime = RequestTime.Current;
        return writer.ExecuteAsync(
            async stop =>
            {
                using var then = RequestTime.Enter(requestTime);
                await work(stop);
            },
            token
        );
    }

    /// <summary>Alerts of a resolved incident no longer count as repeats.</summary>
    protected override async Task CommittedAsync(Incident it, CancellationToken token)
    {
        if (!it.IsActive && it.FiringAlertCount > 0)
        {
            var keys = await db
                .Alerts.Where(a => a.IncidentId == it.Id && a.Key != null)
                .Select(a => a.Key!.Value)
                .ToListAsync(token);
            writer.Forget(keys);
        }
    }

    protected override async Task<IncidentResponse> AnswerAsync(
        Incident it,
        HttpContext http,
        CancellationToken token
    ) => (await db.Incidents.Where(i => i.Id == it.Id).ToResponsesAsync(db, token)).Single();
}
