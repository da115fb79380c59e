using Pir.Contracts.Incidents;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Platform.Messaging;

namespace Pir.Notifications.Consumers;

/// <summary>
/// Deletes what the log holds of a deleted incident, sent or not. That it was deleted is logged
/// afterwards, by <see cref="RecordEvent"/>, and stays.
/// </summary>
public sealed class ForgetIncident(NotificationDbContext db) : IHandle<IncidentDeleted>
{
    public async Task HandleAsync(
        IncidentDeleted fact,
        EventContext context,
        CancellationToken cancellationToken
    )
    {
        var id = fact.Incident.Id;
        await db.DeleteAllAsync<Telling>(t => t.IncidentId == id, cancellationToken);
        await db.DeleteAllAsync<Delivery>(d => d.IncidentId == id, cancellationToken);
        await db.DeleteAllAsync<LoggedEvent>(e => e.IncidentId == id, cancellationToken);
        await db.RemoveAllAsync<KnownIncident>(i => i.Id == id, cancellationToken);
    }
}
