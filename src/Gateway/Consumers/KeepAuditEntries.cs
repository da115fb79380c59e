using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Audit;
using Pir.Gateway.Data;
using Pir.Platform.Messaging;

namespace Pir.Gateway.Consumers;

/// <summary>
/// Keeps what the services tell for the audit log. Each entry is written once, however often its
/// event comes.
/// </summary>
internal sealed class KeepAuditEntries(GatewayDbContext db) : IHandle<AuditEntryRecorded>
{
    public async Task HandleAsync(
        AuditEntryRecorded fact,
        EventContext context,
        CancellationToken cancellationToken
    )
    {
        if (!await db.Audit.AnyAsync(a => a.EntryId == context.Id, cancellationToken))
        {
            db.Audit.Add(AuditEntry.Of(fact, context.Actor, context.RecordedAt, context.Id));
        }
    }
}
