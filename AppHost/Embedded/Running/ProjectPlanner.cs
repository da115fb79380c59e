using System.Reflection;

namespace Aspire.Hosting.Running;

/// <summary>Runs a built project, once per replica, with the variables Aspire would give it.</summary>
internal sealed class ProjectPlanner(RunLog log, TelemetryTarget? telemetry) : IPlanner
{
    /// <summary>Variables of the AppHost itself that would mislead a project which inherits them.</summary>
    private static readonly string[] Withheld =
    [
        "ASPNETCORE_URLS",
        "ASPNETCORE_HTTP_PORTS",
        "ASPNETCORE_HTTPS_PORTS",
        "DOTNET_URLS",
        "URLS",
        "HTTP_PORTS",
        "HTTPS_PORTS",
        "DOTNET_LAUNCH_PROFILE",
        "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL",
        "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL",
        "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL",
        "ASPIRE_ALLOW_UNSECURED_TRANSPORT",
    ];

    public IReadOnlyList<Instance>? Plan(IResource resource)
    {
        if (resource is not ProjectResource project)
            return null;
        var assembly = BuiltAssembly(project.Annotations.OfType<IProjectMetadata>().Single());
        var replicas =
            project.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
        return
        [
            .. Enumerable
                .Range(0, replicas)
                .Select(replica => Plan(project, assembly, replica, replicas)),
        ];
    }

    private Instance Plan(ProjectResource project, string assembly, int replica, int replicas)
    {
        var endpoint = project.Annotations.OfType<EndpointAnnotation>().FirstOrDefault();
        return new()
        {
            Name = replicas == 1 ? project.Name : $"{project.Name}-{replica}",
            Resource = project,
            Kind = "project",
            Url = endpoint is null
                ? null
                : ResourceEnvironment.Url(project, endpoint.Name, replica),
            Probes = ResourceEnvironment.HttpProbes(project, replica),
            SpeaksToPeople = project
                .Annotations.OfType<EndpointAnnotation>()
                .Any(e => e.IsExternal),
            PrepareAsync = cancellationToken =>
                PrepareAsync(project, assembly, replica, cancellationToken),
        };
    }

    private async Task<ProcessLaunch> PrepareAsync(
        ProjectResource project,
        string assembly,
        int replica,
        CancellationToken cancellationToken
    )
    {
        var environment = Withheld.ToDictionary(
            name => name,
            _ => (string?)null,
            StringComparer.Ordinal
        );
        AddFrameworkVariables(environment, project, replica);
        foreach (
            var (name, value) in await ResourceEnvironment.ResolveAsync(project, cancellationToken)
        )
            environment[name] = value;
        var folder = Path.GetDirectoryName(
            project.Annotations.OfType<IProjectMetadata>().Single().ProjectPath
        )!;
        return new(
            DotnetHost(),
            [assembly, .. ResourceEnvironment.Arguments(project)],
            folder,
            environment
        );
    }

    private void AddFrameworkVariables(
        Dictionary<string, string?> environment,
        ProjectResource project,
        int replica
    )
    {
        var endpoints = project
            .Annotations.OfType<EndpointAnnotation>()
            .Where(e => e.UriScheme is "http" or "https")
            .ToList();
        if (endpoints.Count > 0)
            environment["ASPNETCORE_URLS"] = string.Join(
                ';',
                endpoints.Select(e => ResourceEnvironment.Url(project, e.Name, replica))
            );
        foreach (
            var endpoint in project
                .Annotations.OfType<EndpointAnnotation>()
                .Where(e => e.TargetPortEnvironmentVariable is not null)
        )
            environment[endpoint.TargetPortEnvironmentVariable!] =
                $"{endpoint.AllocatedPorts[replica]}";
        environment["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
        if (log.IsColoured)
            environment["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true";
        environment["OTEL_SERVICE_NAME"] = project.Name;
        environment["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={Guid.CreateVersion7():N}";
        foreach (var (name, value) in telemetry?.Variables() ?? [])
            environment[name] = value;
    }

    private static string BuiltAssembly(IProjectMetadata project)
    {
        var recorded = project
            .GetType()
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => a.Key == "output:" + project.ProjectPath)
            ?.Value;
        return recorded is not null && File.Exists(recorded)
            ? recorded
            : throw new DistributedApplicationException(
                $"{project.ProjectPath} is not built: build the AppHost, which builds it."
            );
    }

    private static string DotnetHost() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? Environment.ProcessPath!
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
