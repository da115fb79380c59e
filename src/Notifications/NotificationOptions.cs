namespace Pir.Notifications;

/// <summary>
/// Settings for delivering and storing events. Configuration section <c>Notification</c>.
/// </summary>
public sealed class NotificationOptions
{
    private static readonly TimeSpan[] StandardSchedule =
    [
        TimeSpan.Zero,
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    /// <summary>
    /// Allows subscriptions to loopback and private addresses, and plain http. For a closed
    /// network, or a test.
    /// </summary>
    public bool AllowPrivateTargets { get; set; }

    /// <summary>
    /// Allows subscriptions to http addresses on the public internet. Bodies are then signed but
    /// readable in transit.
    /// </summary>
    public bool AllowInsecureTargets { get; set; }

    /// <summary>
    /// Wait before each attempt, including the first. Defaults to the example schedule of Standard
    /// Webhooks.
    /// </summary>
    public TimeSpan[]? RetrySchedule { get; set; }

    /// <summary>The schedule in use.</summary>
    public IReadOnlyList<TimeSpan> Schedule =>
        RetrySchedule is { Length: > 0 } own ? own : StandardSchedule;

    /// <summary>Longest wait that a receiver may request with Retry-After.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Time limit of one attempt, including name resolution and response.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a process owns a delivery before another may take it over. Must be well over
    /// <see cref="Timeout"/>.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Concurrent attempts per subscription and process.</summary>
    public int ConcurrencyPerSubscription { get; set; } = 4;

    /// <summary>
    /// A subscription is disabled if no delivery succeeded for this long.
    /// </summary>
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>How long a replaced secret remains in use.</summary>
    public TimeSpan SecretOverlap { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long events and settled deliveries are stored. This limits replays and how far back a
    /// stream can resume.
    /// </summary>
    public TimeSpan KeepEvents { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Largest number of events in one replay. The response says where to continue.
    /// </summary>
    public int MaxReplay { get; set; } = 10_000;

    /// <summary>Open event streams per caller.</summary>
    public int MaxStreamsPerCaller { get; set; } = 20;

    /// <summary>
    /// A stream ends after this time, so that a revoked credential cannot listen forever. Clients
    /// reconnect automatically.
    /// </summary>
    public TimeSpan StreamLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Interval of heartbeats on a quiet stream.</summary>
    public TimeSpan StreamHeartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a stream waits for a missing number in the log, because another replica may still
    /// commit it.
    /// </summary>
    public TimeSpan StreamPatience { get; set; } = TimeSpan.FromSeconds(5);
}
