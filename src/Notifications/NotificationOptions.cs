namespace Pir.Notifications;

/// <summary>
/// How the service delivers and keeps events. Configuration section <c>Notification</c>.
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
    /// Lets subscriptions name loopback and private addresses, and plain http. For a closed
    /// network, or a test.
    /// </summary>
    public bool AllowPrivateTargets { get; set; }

    /// <summary>
    /// Lets subscriptions name http addresses on the public internet: bodies are then signed but
    /// readable on the way.
    /// </summary>
    public bool AllowInsecureTargets { get; set; }

    /// <summary>
    /// Wait before each attempt; the first is the wait before the first. The sample schedule of
    /// Standard Webhooks unless set.
    /// </summary>
    public TimeSpan[]? RetrySchedule { get; set; }

    /// <summary>The schedule in force.</summary>
    public IReadOnlyList<TimeSpan> Schedule =>
        RetrySchedule is { Length: > 0 } own ? own : StandardSchedule;

    /// <summary>Longest wait a receiver may ask for with Retry-After.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Time one attempt may take, name resolution and answer included.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a process owns a delivery before another may take it over. Must be well over
    /// <see cref="Timeout"/>.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Attempts at once to one subscription, per process.</summary>
    public int ConcurrencyPerSubscription { get; set; } = 4;

    /// <summary>
    /// A subscription is disabled if no delivery succeeded for this long.
    /// </summary>
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>How long a replaced secret still signs.</summary>
    public TimeSpan SecretOverlap { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long events and settled deliveries are kept: what can be replayed, and how far back a
    /// stream can resume.
    /// </summary>
    public TimeSpan KeepEvents { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Longest time one replay may reach over, in events; the answer says where to go on.
    /// </summary>
    public int MaxReplay { get; set; } = 10_000;

    /// <summary>Event streams one caller may hold open.</summary>
    public int MaxStreamsPerCaller { get; set; } = 20;

    /// <summary>
    /// A stream ends after this time, so that a revoked credential cannot listen forever. Clients
    /// reconnect automatically.
    /// </summary>
    public TimeSpan StreamLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Pause between signs of life on a quiet stream.</summary>
    public TimeSpan StreamHeartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a stream waits for a number missing in the log: another replica's commit may still
    /// bring it.
    /// </summary>
    public TimeSpan StreamPatience { get; set; } = TimeSpan.FromSeconds(5);
}
