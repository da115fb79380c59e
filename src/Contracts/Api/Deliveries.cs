namespace Pir.Contracts.Api;

/// <summary>State of a delivery that could not be read completely.</summary>
public enum WebhookDeliveryStatus
{
    Failed,
    Accepted,
    Replayed,
}

/// <summary>Why a webhook could not be read completely.</summary>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Detail">Names the field and the rule; never quotes the body.</param>
public sealed record DeliveryError(string Code, string Detail);

/// <summary>A received webhook.</summary>
/// <param name="Notices">
/// Sentences about what the sender left out and what was not understood.
/// </param>
/// <param name="Body">
/// Text of the body; only in a request for a single delivery, and only if its body is kept. Bytes
/// that are not text are shown as U+FFFD.
/// </param>
/// <param name="BodyBase64">
/// All bytes of a body that is not UTF-8 text; missing if <paramref name="Body"/> is complete.
/// </param>
/// <param name="BodyDroppedAt">
/// When the body was deleted because its source sent too many unreadable ones; missing while it is
/// kept. Without its body, a delivery cannot be replayed.
/// </param>
/// <param name="Decisions">
/// Sentences about what alert rules and silences did with its alerts.
/// </param>
public sealed record DeliveryResponse(
    Guid Id,
    Guid SourceId,
    string? SourceName,
    SourceKind? Kind,
    WebhookDeliveryStatus Status,
    DateTime ReceivedAt,
    string? ContentType,
    int Size,
    DeliveryError? Error,
    int Accepted,
    int Ignored,
    DateTime? ReplayedAt = null,
    IReadOnlyList<string>? Notices = null,
    string? Body = null,
    string? BodyBase64 = null,
    DateTime? BodyDroppedAt = null,
    IReadOnlyList<string>? Decisions = null
);

/// <summary>The outcome of a test alert.</summary>
/// <param name="IncidentId">
/// The incident that it opened. The end of the test alert resolves it if the source resolves
/// incidents automatically.
/// </param>
/// <param name="Error">Why the test alert could not be processed.</param>
public sealed record SourceTestResponse(
    Guid DeliveryId,
    int Accepted,
    int Ignored,
    Guid? IncidentId,
    DeliveryError? Error
);

/// <summary>The outcome of a replay.</summary>
/// <param name="Status">Stays failed if a part is still missing.</param>
/// <param name="Error">What is still missing or unreadable. The other alerts count.</param>
public sealed record ReplayResponse(
    Guid DeliveryId,
    WebhookDeliveryStatus Status,
    int Accepted,
    int Ignored,
    DeliveryError? Error
);
