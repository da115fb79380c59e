namespace Pir.AppHost.Tests.Support;

/// <summary>The AppHost's status file.</summary>
public sealed record HostStatus(
    string Run,
    int Pid,
    string State,
    string? Failure,
    IReadOnlyList<string> Urls,
    IReadOnlyList<ResourceStatus> Resources
)
{
    public ResourceStatus Resource(string name) => Resources.Single(r => r.Name == name);
}

/// <summary>One process in the status file.</summary>
public sealed record ResourceStatus(
    string Name,
    string Resource,
    string Type,
    string? Url,
    string State,
    string Health,
    int? Pid,
    int Restarts,
    int? ExitCode
);
