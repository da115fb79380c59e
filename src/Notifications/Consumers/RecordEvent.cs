using Pir.Contracts.Events;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Notifications.Sending;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;

namespace Pir.Notifications.Consumers;

/// <summary>
/// Writes each public event to the log, with one delivery for each matching subscription and for
/// whom the channel policy names.
/// </summary>
public sealed class RecordEvent(
    NotificationDbContext db,
    EventGroup group,
    PirDbServices services,
    WebhookChannel webhooks,
    ChannelPolicy policy
) : IHandleAny
{
    public Task HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        // An unknown event from a newer producer, which may not be public.
        if (
            EventCatalog.Find(envelope.Type) is { IsSubscribable: true }
            && group.IsNew(envelope.Id)
        )
        {
            Record(envelope);
        }

        return Task.CompletedTask;
    }

    private void Record(EventEnvelope envelope)
    {
        var facets = group.Complete(envelope, EventFacets.Read(envelope.Data));
        var now = services.Clock.GetUtcNow().UtcDateTime;
        db.Events.Add(
            new()
            {
                EventId = envelope.Id,
                Type = envelope.Type,
                Subject = envelope.Subject,
                IncidentId = facets.IncidentId,
                Service = facets.Service,
                Severity = facets.Severity,
                Team = facets.Team,
                IsSilent = facets.IsSilent,
                LoggedAt = now,
                Body = CloudEvent.Write(envelope),
            }
        );
        foreach (var subscription in group.Subscriptions)
        {
            if (subscription.Wants(envelope.Type, envelope.Subject, facets))
            {
                webhooks.Send(subscription, envelope, facets, now);
            }
        }

        policy.Tell(envelope, facets, now);
    }
}
