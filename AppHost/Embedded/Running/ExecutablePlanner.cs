namespace Aspire.Hosting.Running;

/// <summary>Runs any program.</summary>
internal sealed class ExecutablePlanner : IPlanner
{
    public IReadOnlyList<Instance>? Plan(IResource resource) =>
        resource is ExecutableResource executable
            ?
            [
                new()
                {
                    Name = executable.Name,
                    Resource = executable,
                    Kind = "executable",
                    Url = executable.Annotations.OfType<EndpointAnnotation>().FirstOrDefault()
                        is { } e
                        ? ResourceEnvironment.Url(executable, e.Name, 0)
                        : null,
                    Probes = ResourceEnvironment.HttpProbes(executable, replica: 0),
                    PrepareAsync = cancellationToken => PrepareAsync(executable, cancellationToken),
                },
            ]
            : null;

    private static async Task<ProcessLaunch> PrepareAsync(
        ExecutableResource executable,
        CancellationToken cancellationToken
    )
    {
        var environment = await ResourceEnvironment.ResolveAsync(executable, cancellationToken);
        foreach (
            var endpoint in executable
                .Annotations.OfType<EndpointAnnotation>()
                .Where(e => e.TargetPortEnvironmentVariable is not null)
        )
            environment[endpoint.TargetPortEnvironmentVariable!] = $"{endpoint.AllocatedPorts[0]}";
        return new(
            executable.Command,
            ResourceEnvironment.Arguments(executable),
            executable.WorkingDirectory,
            environment
        );
    }
}
