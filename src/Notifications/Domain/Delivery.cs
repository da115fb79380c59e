using System.Text.Json;
using Pir.Contracts.Api;
using Pir.Contracts.Events;

namespace Pir.Notifications.Domain;

/// <summary>One event on its way to one subscription.</summary>
public sealed class Delivery
{
    /// <summary>
    /// Number of attempts kept on the row. Nobody needs the first attempts of a replayed delivery.
    /// </summary>
    public const int MaxAttemptsKept = 20;

    /// <summary>By <see cref="DeliveryId"/>.</summary>
    public Guid Id { get; init; }
    public Guid SubscriptionId { get; init; }
    public Guid EventId { get; init; }
    public string EventType { get; init; } = "";
    public Guid? IncidentId { get; init; }
    public DeliveryStatus Status { get; set; } = DeliveryStatus.Pending;
    public DateTime CreatedAt { get; init; }

    /// <summary>When the next attempt is due; null once settled.</summary>
    public DateTime? NextAttemptAt { get; set; }

    /// <summary>Increases with each replay. Each series counts its attempts from zero.</summary>
    public int Series { get; set; } = 1;

    /// <summary>Attempts made in this series.</summary>
    public int Attempts { get; set; }

    /// <summary>The latest attempts of all series, oldest first, as JSON.</summary>
    public string AttemptLog { get; set; } = "[]";
    public DateTime? DeliveredAt { get; set; }

    /// <summary>
    /// Process that may send it, until <see cref="LeaseUntil"/>; null if any process may take it.
    /// </summary>
    public string? Owner { get; set; }
    public DateTime? LeaseUntil { get; set; }
    public string? TraceParent { get; init; }

    /// <summary>Body of a test event. All other bodies are in the event log.</summary>
    public byte[]? TestBody { get; init; }

    /// <summary>Adds to a log and drops the oldest.</summary>
    public static string Append(string log, DeliveryAttempt attempt)
    {
        var all = ReadLog(log).Append(attempt).TakeLast(MaxAttemptsKept);
        return JsonSerializer.Serialize(all, EventJson.Options);
    }

    public static IReadOnlyList<DeliveryAttempt> ReadLog(string log) =>
        JsonSerializer.Deserialize<List<DeliveryAttempt>>(log, EventJson.Options) ?? [];
}
