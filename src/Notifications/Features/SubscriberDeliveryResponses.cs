using Pir.Contracts.Api;
using Pir.Notifications.Domain;

namespace Pir.Notifications.Features;

/// <summary>Deliveries as the API shows them.</summary>
internal static class SubscriberDeliveryResponses
{
    public static SubscriberDeliveryResponse ToResponse(this Delivery d) =>
        new(
            DeliveryId.ToText(d.Id),
            d.SubscriptionId,
            d.EventId,
            d.EventType,
            d.IncidentId,
            d.Status,
            d.CreatedAt,
            d.DeliveredAt,
            d.NextAttemptAt,
            d.Attempts,
            d.Series - 1,
            Delivery.ReadLog(d.AttemptLog)
        );
}
