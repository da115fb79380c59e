using Pir.Contracts.Api;
using Pir.Contracts.Reviews;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Data;

/// <summary>The last number assigned under a name.</summary>
public sealed class Counter
{
    public const string Incidents = "incidents";

    public string Name { get; set; } = "";
    public int Value { get; set; }
}

/// <summary>
/// The latest firing of a fingerprint: the only one that can still change. The key is unique, so
/// that a second replica with the same new alert fails here. If one process is the only writer, its
/// newest entries may be in memory only; see <see cref="Webhooks.LatestAlerts"/>.
/// </summary>
public sealed class AlertKey
{
    /// <summary><see cref="Alert.KeyOf"/>.</summary>
    public Guid Key { get; init; }
    public Guid AlertId { get; init; }
}

/// <summary>How far a deferred write has got.</summary>
public sealed class Watermark
{
    /// <summary>Alerts from this id on may be missing in <see cref="AlertKey"/>.</summary>
    public const string AlertKeys = "alert-keys";

    public string Name { get; init; } = "";
    public Guid Position { get; init; }
}

/// <summary>
/// A review of an incident, as the review service reported it. It decides whether the incident can
/// be closed.
/// </summary>
public sealed class IncidentReview
{
    /// <summary>Id of the review.</summary>
    public Guid Id { get; set; }
    public Guid IncidentId { get; set; }
    public ReviewStatus Status { get; set; }

    /// <summary>The last version of the review received.</summary>
    public int Heard { get; set; }
}

/// <summary>
/// The journal: the bodies of one commit, compressed together. A delivery's id is the group's id
/// with its position in the last two bytes.
/// </summary>
public sealed class DeliveryGroup
{
    public Guid Id { get; set; }

    /// <summary>When the earliest of them was received.</summary>
    public DateTime ReceivedAt { get; set; }
    public int Count { get; set; }

    /// <summary>See <see cref="Webhooks.DeliveryJournal"/>.</summary>
    public byte[] Content { get; set; } = [];
}

/// <summary>
/// A delivery that could not be read completely: listed, and replayable while its body is kept.
/// </summary>
public sealed class FailedDelivery
{
    public const int DetailLength = 500;

    public Guid Id { get; init; }
    public Guid SourceId { get; init; }
    public SourceKind Kind { get; init; }
    public WebhookDeliveryStatus Status { get; set; }
    public DateTime ReceivedAt { get; init; }
    public string? ContentType { get; init; }

    /// <summary>Size of the body, in bytes.</summary>
    public int Size { get; init; }

    /// <summary>The body as <see cref="PackedBody"/> stores it; empty once deleted.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>When the body was deleted to make room; null while it is kept.</summary>
    public DateTime? BodyDroppedAt { get; init; }
    public string ErrorCode { get; set; } = "";
    public string ErrorDetail { get; set; } = "";
    public int Accepted { get; set; }
    public int Ignored { get; set; }
    public DateTime? ReplayedAt { get; set; }
}
