using System.Text.Json.Serialization;

namespace Pir.Contracts.Api;

/// <summary>Status of a delivery.</summary>
public enum DeliveryStatus
{
    /// <summary>Waits for its first or next attempt.</summary>
    Pending,

    /// <summary>The receiver answered 2xx.</summary>
    Delivered,

    /// <summary>Given up.</summary>
    Failed,

    /// <summary>Stopped, because its subscription was disabled.</summary>
    Disabled,
}

/// <summary>One attempt.</summary>
/// <param name="StatusCode">Status code of the response, if there was one.</param>
/// <param name="Error">
/// A stable code (see <see cref="Connections.DeliveryCause"/>); missing if it succeeded.
/// </param>
public sealed record DeliveryAttempt(DateTime At, int? StatusCode, string? Error, int DurationMs);

/// <summary>
/// The request that a receiver gets. Its signature is computed for each attempt and never stored,
/// nor is the plain secret.
/// </summary>
/// <param name="Body">CloudEvents JSON; missing once the event is no longer in the log.</param>
public sealed record SentRequest(string Url, string ContentType, string WebhookId, string? Body);

/// <summary>A delivery.</summary>
/// <param name="Id">
/// Also the <c>webhook-id</c> header, the same for every attempt and replay.
/// </param>
/// <param name="Attempts">The latest, oldest first.</param>
/// <param name="AttemptCount">Attempts since it was created or last replayed.</param>
/// <param name="Request">What is sent with each attempt; only for a single delivery.</param>
/// <param name="Replays">How often it was replayed.</param>
public sealed record SubscriberDeliveryResponse(
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
    SentRequest? Request = null
)
{
    /// <summary>Waits for its first or next attempt.</summary>
    [JsonIgnore]
    public bool IsPending => Status == DeliveryStatus.Pending;

    /// <summary>Has not arrived, and may be sent now.</summary>
    [JsonIgnore]
    public bool CanBeRetried => Status is DeliveryStatus.Failed or DeliveryStatus.Pending;
}

/// <param name="DeliveryId">One delivery; or</param>
/// <param name="Since">
/// all events since then that match the current subscription, including events it never
/// received.
/// </param>
public sealed record ReplayEventsRequest(string? DeliveryId = null, DateTime? Since = null);

/// <param name="Scheduled">Deliveries that will be made.</param>
/// <param name="Next">
/// Set if there are more events: continue with this value as <c>since</c>.
/// </param>
public sealed record ReplayEventsResponse(int Scheduled, DateTime? Next);
