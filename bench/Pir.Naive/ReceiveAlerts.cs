using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Pir.Naive;

/// <summary>An Alertmanager notification, as much of it as is kept.</summary>
internal sealed record Notification(IReadOnlyList<NotificationAlert> Alerts);

/// <inheritdoc cref="Notification"/>
internal sealed record NotificationAlert(
    string Status,
    string Fingerprint,
    Dictionary<string, string> Labels,
    Dictionary<string, string> Annotations
);

/// <summary>The event.</summary>
public sealed record AlertRecorded(
    Guid AlertId,
    Guid IncidentId,
    string Fingerprint,
    string Title,
    string Status,
    IReadOnlyDictionary<string, string> Labels,
    DateTime ReceivedAt
);

internal static class ReceiveAlerts
{
    public static async Task<IResult> HandleAsync(
        Notification notification,
        NaiveDbContext db,
        IPublishEndpoint bus,
        CancellationToken cancellationToken
    )
    {
        foreach (var alert in notification.Alerts)
        {
            var fact = await RecordAsync(db, alert, cancellationToken);
            await bus.Publish(fact, cancellationToken);
        }
        return Results.Accepted();
    }

    private static async Task<AlertRecorded> RecordAsync(
        NaiveDbContext db,
        NotificationAlert alert,
        CancellationToken cancellationToken
    )
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var incident = await db.Incidents.FirstOrDefaultAsync(
            i => i.Fingerprint == alert.Fingerprint,
            cancellationToken
        );
        if (incident is null)
        {
            incident = new NaiveIncident
            {
                Id = Guid.CreateVersion7(),
                Fingerprint = alert.Fingerprint,
                Title = alert.Annotations.GetValueOrDefault("summary", alert.Fingerprint),
                OpenedAt = now,
            };
            db.Incidents.Add(incident);
        }
        incident.Occurrences++;
        var row = new NaiveAlert
        {
            Id = Guid.CreateVersion7(),
            IncidentId = incident.Id,
            Status = alert.Status,
            Labels = JsonSerializer.Serialize(alert.Labels),
            ReceivedAt = now,
        };
        db.Alerts.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        return new AlertRecorded(
            row.Id,
            incident.Id,
            incident.Fingerprint,
            incident.Title,
            row.Status,
            alert.Labels,
            now
        );
    }
}
