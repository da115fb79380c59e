namespace Aspire.Hosting.Running;

/// <summary>What the parts of one run share.</summary>
internal sealed record RunContext(
    string Run,
    EngineSettings Settings,
    RunLog Log,
    StatusFile Status,
    Watchdog Watchdog,
    TimeProvider Clock,
    IReadOnlyDictionary<IResource, ResourceProgress> Progress
)
{
    public WaitList Waits { get; } = new(Progress);
}
