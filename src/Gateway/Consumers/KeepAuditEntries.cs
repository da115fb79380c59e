using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Audit;
using Pir.Gateway.Data;
using Pir.Platform.Messaging;

namespace Pir.Gateway.Consumers;

/// <summary>
/// Stores the audit entries that services send. Each entry is stored once, even if its event
/// arrives more than once.
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
