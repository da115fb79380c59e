using Pir.Notifications.Domain;

namespace Pir.Notifications.Features;

/// <summary>
/// The request a receiver gets. Its signature is made for each attempt and never kept, like the
/// secret it is made with.
/// </summary>
/// <param name="Body">CloudEvents JSON; absent once the event has left the log.</param>
public sealed record DeliveryRequest(
    string Url,
    string ContentType,
    string WebhookId,
    string? Body
);

/// <summary>A delivery.</summary>
/// <param name="Id">
/// Also the <c>webhook-id</c> header, the same for every attempt and replay.
/// </param>
/// <param name="Attempts">The latest, oldest first.</param>
/// <param name="AttemptCount">Attempts since it was created or last replayed.</param>
/// <param name="Request">
/// What is sent with each attempt; only where one delivery is asked for.
/// </param>
/// <param name="Replays">How often somebody had it sent again.</param>
public sealed record DeliveryView(
    string Id,
    Guid SubscriptionId,
    Guid EventId,
    string EventType,
    Guid? IncidentId,
    DeliveryStatus Status,
    DateTime CreatedAt,
    DateTime? DeliveredAt,
    DateTime? NextAttemptAt,
    int AttemptCount,
    int Replays,
    IReadOnlyList<DeliveryAttempt> Attempts,
    DeliveryRequest? Request = null
)
{
    public static DeliveryView From(Delivery d) =>
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
