namespace Pir.Contracts.Api;

/// <summary>State of a delivery that could not be read, wholly or in part.</summary>
public enum WebhookDeliveryStatus
{
    Failed,
    Accepted,
    Replayed,
}

/// <summary>Why a webhook, or a part of it, could not be read.</summary>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Detail">Names the field and the rule; never quotes the body.</param>
public sealed record DeliveryError(string Code, string Detail);

/// <summary>A webhook that came in.</summary>
/// <param name="Notices">
/// Sentences about what the sender left out, or what was not understood of what it sent.
/// </param>
/// <param name="Body">
/// Text of the body; only where one delivery is asked for and its body is kept. Bytes that are no
/// text are shown as U+FFFD.
/// </param>
/// <param name="BodyBase64">
/// Every byte of a body that is no UTF-8 text; absent where <paramref name="Body"/> has it all.
/// </param>
/// <param name="BodyDroppedAt">
/// When the body was dropped because its source sent too many that could not be read; absent while
/// it is kept. Without its body a delivery cannot be replayed.
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
    DateTime? BodyDroppedAt = null
);

/// <summary>What became of a sample alert.</summary>
/// <param name="IncidentId">
/// The incident it opened; resolved again by the sample's end where the source resolves by itself.
/// </param>
/// <param name="Error">Why the sample could not be taken.</param>
public sealed record SourceTestResponse(
    Guid DeliveryId,
    int Accepted,
    int Ignored,
    Guid? IncidentId,
    DeliveryError? Error
);

/// <summary>How the second reading of a webhook went.</summary>
/// <param name="Status">Stays failed where a part is still missing.</param>
/// <param name="Error">
/// What is still missing or cannot be read; the alerts around it count.
/// </param>
public sealed record ReplayResponse(
    Guid DeliveryId,
    WebhookDeliveryStatus Status,
    int Accepted,
    int Ignored,
    DeliveryError? Error
);
