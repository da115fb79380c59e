namespace Aspire.Hosting;

public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a referenced project. The embedded engine does not read launch profiles: pass null.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder,
        string name,
        string? launchProfileName
    )
        where TProject : IProjectMetadata, new() =>
        launchProfileName is null
            ? Add(builder, name, new TProject())
            : throw new DistributedApplicationException(
                "The embedded engine does not read launch profiles; declare the endpoints."
            );

    /// <summary>Adds a project by the path of its project file, relative to the AppHost's folder. It must be built already.</summary>
    public static IResourceBuilder<ProjectResource> AddProject(
        this IDistributedApplicationBuilder builder,
        string name,
        string projectPath,
        string? launchProfileName
    ) =>
        launchProfileName is null
            ? Add(
                builder,
                name,
                new ProjectFile(Path.GetFullPath(projectPath, builder.AppHostDirectory))
            )
            : throw new DistributedApplicationException(
                "The embedded engine does not read launch profiles; declare the endpoints."
            );

    /// <summary>Runs several processes of one project. Each gets a port of its own; callers get the list.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(
        this IResourceBuilder<ProjectResource> builder,
        int replicas
    ) =>
        builder.WithAnnotation(
            new ReplicaAnnotation(replicas),
            ResourceAnnotationMutationBehavior.Replace
        );

    private static IResourceBuilder<ProjectResource> Add(
        IDistributedApplicationBuilder builder,
        string name,
        IProjectMetadata project
    )
    {
        var resource = builder.AddResource(new ProjectResource(name)).WithAnnotation(project);
        resource.WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory");
        if (builder.ExecutionContext.IsPublishMode)
            resource.WithEnvironment(PublishedPorts);
        return resource;
    }

    /// <summary>A deployed project stands behind a proxy and is told its ports by variables of the framework.</summary>
    private static void PublishedPorts(EnvironmentCallbackContext context)
    {
        var endpoints = context.Resource.Annotations.OfType<EndpointAnnotation>().ToList();
        if (endpoints.Count == 0)
            return;
        context.EnvironmentVariables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
        foreach (var scheme in (string[])["http", "https"])
        {
            var ports = endpoints
                .Where(e => e.UriScheme == scheme)
                .Select(e =>
                    new EndpointReference((ProjectResource)context.Resource, e.Name).GetExpression(
                        EndpointProperty.TargetPort
                    )
                )
                .ToList();
            if (ports.Count > 0)
                context.EnvironmentVariables[$"{scheme.ToUpperInvariant()}_PORTS"] = string.Join(
                    ';',
                    ports
                );
        }
    }

    private sealed record ProjectFile(string ProjectPath) : IProjectMetadata;
}
