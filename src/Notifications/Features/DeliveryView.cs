using Pir.Notifications.Domain;

namespace Pir.Notifications.Features;

/// <summary>
/// The request that a receiver gets. Its signature is computed for each attempt and never stored,
/// nor is the plain secret.
/// </summary>
/// <param name="Body">CloudEvents JSON; missing once the event is no longer in the log.</param>
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
/// <param name="Request">What is sent with each attempt; only for a single delivery.</param>
/// <param name="Replays">How often it was replayed.</param>
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
