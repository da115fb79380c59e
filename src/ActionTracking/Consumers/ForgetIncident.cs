using Pir.ActionTracking.Data;
using Pir.ActionTracking.Domain;
using Pir.Contracts.Incidents;
using Pir.Platform.Messaging;

namespace Pir.ActionTracking.Consumers;

/// <summary>Deletes the actions of a deleted incident.</summary>
public sealed class ForgetIncident(ActionsDbContext db) : IHandle<IncidentDeleted>
{
    public async Task HandleAsync(
        IncidentDeleted fact,
        EventContext context,
        CancellationToken cancellationToken
    )
    {
        var id = fact.Incident.Id;
        var actions = await db.RemoveAllAsync<ActionItem>(
            a => a.IncidentId == id,
            cancellationToken
        );
        var ids = actions.Select(a => a.Id).ToHashSet();
        await db.RemoveAllAsync(
            db.History.Where(h => db.Actions.Any(a => a.Id == h.ActionId && a.IncidentId == id)),
            h => ids.Contains(h.ActionId),
            cancellationToken
        );
        await db.RemoveAllAsync<ReviewFacts>(r => r.IncidentId == id, cancellationToken);
        await db.RemoveAllAsync<IncidentFacts>(i => i.Id == id, cancellationToken);
    }
}
