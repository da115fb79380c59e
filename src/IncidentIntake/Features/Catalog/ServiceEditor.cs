using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Catalog;

/// <summary>Changes one service of the catalog.</summary>
internal sealed class ServiceEditor(IntakeDbContext db, RuleDirectory rules, TimeProvider clock)
    : Editor<CatalogService, Guid, ServiceResponse>(db, clock)
{
    protected override Task<CatalogService?> LoadAsync(
        Guid key,
        HttpContext http,
        CancellationToken token
    ) => db.Catalog.SingleOrDefaultAsync(s => s.Id == key, token);

    protected override string NameOf(Guid key) => "service " + key;

    protected override AuditSubject SubjectOf(CatalogService it) => it.ToAuditSubject();

    protected override Task CommittedAsync(CatalogService it, CancellationToken token)
    {
        // The next alert goes to the new owner.
        rules.Forget();
        return Task.CompletedTask;
    }

    protected override Task<ServiceResponse> AnswerAsync(
        CatalogService it,
        HttpContext http,
        CancellationToken token
    ) => ServiceResponses.DescribeAsync(it, db, token);
}
