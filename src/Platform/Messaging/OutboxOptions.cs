namespace Pir.Platform.Messaging;

/// <summary>How a process publishes.</summary>
public sealed class OutboxOptions
{
    /// <summary>
    /// True where no other process shares the databases: rows of an earlier run are taken over at
    /// start, without waiting for their lease.
    /// </summary>
    public bool IsOnlyProcess { get; set; }

    /// <summary>Rows read at a time.</summary>
    public int BatchSize { get; set; } = 200;

    /// <summary>Keys published side by side.</summary>
    public int Parallelism { get; set; } = 64;

    /// <summary>After so many failures a row is parked.</summary>
    public int MaxAttempts { get; set; } = 20;

    /// <summary>Time a single publish may take.</summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause between looks for retries and for rows of dead owners.</summary>
    public TimeSpan Idle { get; set; } = TimeSpan.FromSeconds(5);
}
