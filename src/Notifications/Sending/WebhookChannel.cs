using Microsoft.Extensions.Options;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Notifications.Consumers;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Platform.Persistence;

namespace Pir.Notifications.Sending;

/// <summary>
/// Signed webhooks to subscriptions. A subscription that also asks for the event itself gets it
/// once.
/// </summary>
public sealed class WebhookChannel(
    NotificationDbContext db,
    EventGroup group,
    PirDbServices services,
    IOptions<NotificationOptions> options
) : IChannel
{
    public ChannelKind Kind => ChannelKind.Webhook;

    public (string? Name, Guid? DeliveryId) Send(
        EventEnvelope envelope,
        EventFacets facets,
        Guid address,
        DateTime now
    )
    {
        var target = group.Subscriptions.FirstOrDefault(s => s.Id == address);
        return target is null
            ? (null, null)
            : (target.ShownName, Send(target, envelope, facets, now));
    }

    /// <summary>Adds the delivery unless this event is on its way there already.</summary>
    public Guid Send(Subscription target, EventEnvelope envelope, EventFacets facets, DateTime now)
    {
        var id = DeliveryId.For(envelope.Id, target.Id);
        if (group.IsFirst(id))
        {
            // Owned by this process from the start, so that it can be sent right after the commit
            // without another write.
            db.Deliveries.Add(
                new()
                {
                    Id = id,
                    SubscriptionId = target.Id,
                    EventId = envelope.Id,
                    EventType = envelope.Type,
                    IncidentId = facets.IncidentId,
                    CreatedAt = now,
                    NextAttemptAt = now + options.Value.Schedule[0],
                    Owner = services.Instance.Name,
                    LeaseUntil = now + options.Value.Lease,
                    TraceParent = envelope.TraceParent,
                }
            );
        }

        return id;
    }
}
