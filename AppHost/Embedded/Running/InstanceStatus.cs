namespace Aspire.Hosting.Running;

/// <summary>Where a process is in its life.</summary>
internal enum InstanceState
{
    /// <summary>Held back until the resources it waits for are ready.</summary>
    Waiting,
    Starting,
    Running,

    /// <summary>It ended without being asked to and is started again after a pause.</summary>
    Restarting,

    /// <summary>It did its work and ended.</summary>
    Finished,
    FailedToStart,
    Stopping,
    Stopped,
}

/// <summary>What the health checks say. Unknown: there is none, or no answer yet.</summary>
internal enum InstanceHealth
{
    Unknown,
    Healthy,
    Unhealthy,
}

/// <summary>One process as the status file shows it.</summary>
internal sealed record InstanceStatus(string Name, string Resource, string Type, string? Url)
{
    public InstanceState State { get; init; }

    public InstanceHealth Health { get; init; }

    /// <summary>Null while it does not run.</summary>
    public int? Pid { get; init; }

    public int Restarts { get; init; }

    /// <summary>Of the last end; 128 + n if signal n caused it.</summary>
    public int? ExitCode { get; init; }
}
