using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Sources;

/// <summary>Changes one source. The webhooks learn of it at once.</summary>
internal sealed class SourceEditor(
    IntakeDbContext db,
    SourceDirectory directory,
    SourceKeys keys,
    TimeProvider clock
) : Editor<Source, Guid, SourceResponse>(db, clock)
{
    protected override Task<Source?> LoadAsync(
        Guid key,
        HttpContext http,
        CancellationToken token
    ) => db.Sources.SingleOrDefaultAsync(s => s.Id == key && s.DeletedAt == null, token);

    protected override string NameOf(Guid key) => "source " + key;

    protected override AuditSubject SubjectOf(Source it) => it.ToAuditSubject();

    protected override Task CommittedAsync(Source it, CancellationToken token)
    {
        directory.Forget();
        return Task.CompletedTask;
    }

    protected override async Task<SourceResponse> AnswerAsync(
        Source it,
        HttpContext http,
        CancellationToken token
    ) => keys.Describe(it, http, await SourceFailures.OfAsync(db, it, token));
}
