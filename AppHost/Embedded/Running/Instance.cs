namespace Aspire.Hosting.Running;

/// <summary>One process to keep running: a resource, or one of its replicas.</summary>
internal sealed class Instance
{
    public required string Name { get; init; }

    public required IResource Resource { get; init; }

    /// <summary>What kind of resource it is, for the status file.</summary>
    public required string Kind { get; init; }

    /// <summary>Makes the program ready to start; called before every start.</summary>
    public required Func<CancellationToken, Task<ProcessLaunch>> PrepareAsync { get; init; }

    public IReadOnlyList<IHealthProbe> Probes { get; init; } = [];

    /// <summary>What is left to do when it is first healthy, before others may use it.</summary>
    public Func<CancellationToken, Task>? CompleteStartAsync { get; init; }

    public int StopSignal { get; init; } = Posix.Terminate;

    public string? Url { get; init; }

    /// <summary>People use it: what it says to the console besides its log is shown as it is, ready to be copied.</summary>
    public bool SpeaksToPeople { get; init; }

    /// <summary>The run goes on without it.</summary>
    public bool IsOptional { get; init; }
}
