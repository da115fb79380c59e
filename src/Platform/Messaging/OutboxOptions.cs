namespace Pir.Platform.Messaging;

/// <summary>Settings for publishing.</summary>
public sealed class OutboxOptions
{
    /// <summary>
    /// True if no other process shares the databases. Rows of an earlier run are then taken over at
    /// start-up, without waiting for their lease.
    /// </summary>
    public bool IsOnlyProcess { get; set; }

    /// <summary>Rows to read at a time.</summary>
    public int BatchSize { get; set; } = 200;

    /// <summary>Keys to publish in parallel.</summary>
    public int Parallelism { get; set; } = 64;

    /// <summary>Number of failures after which a row is parked.</summary>
    public int MaxAttempts { get; set; } = 20;

    /// <summary>Time limit of a single publish.</summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Interval of looking for retries and for rows of dead owners.</summary>
    public TimeSpan Idle { get; set; } = TimeSpan.FromSeconds(5);
}
