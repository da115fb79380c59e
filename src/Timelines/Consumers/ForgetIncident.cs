using Pir.Contracts.Incidents;
using Pir.Platform.Messaging;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Consumers;

/// <summary>Deletes the timeline of a deleted incident, with its evidence and activities.</summary>
public sealed class ForgetIncident(TimelineDbContext db) : IHandle<IncidentDeleted>
{
    public async Task HandleAsync(
        IncidentDeleted fact,
        EventContext context,
        CancellationToken cancellationToken
    )
    {
        var id = fact.Incident.Id;
        var entries = await db.RemoveAllAsync<TimelineEntry>(
            e => e.IncidentId == id,
            cancellationToken
        );
        var ids = entries.Select(e => e.Id).ToHashSet();
        await db.RemoveAllAsync(
            db.History.Where(h => db.Entries.Any(e => e.Id == h.EntryId && e.IncidentId == id)),
            h => ids.Contains(h.EntryId),
            cancellationToken
        );
        await db.RemoveAllAsync<Activity>(a => a.IncidentId == id, cancellationToken);
        await db.RemoveAllAsync<EvidenceUse>(u => u.IncidentId == id, cancellationToken);
        await db.RemoveAllAsync<Attachment>(a => a.IncidentId == id, cancellationToken);
        await db.RemoveAllAsync<IncidentRef>(i => i.Id == id, cancellationToken);
    }
}
