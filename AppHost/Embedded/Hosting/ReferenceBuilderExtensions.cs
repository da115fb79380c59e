namespace Aspire.Hosting;

/// <summary>References: what the other resource is reached by becomes environment variables of this one.</summary>
public static class ReferenceBuilderExtensions
{
    /// <summary>
    /// Gives <c>ConnectionStrings__name</c>, and the parts of the connection string as <c>NAME_HOST</c>, <c>NAME_PORT</c> ...
    /// </summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null,
        bool optional = false
    )
        where TDestination : IResourceWithEnvironment =>
        optional
            ? throw new DistributedApplicationException(
                "The embedded engine has no optional references."
            )
            : builder.WithEnvironment(context =>
            {
                var name = connectionName ?? source.Resource.Name;
                var variable =
                    source.Resource.ConnectionStringEnvironmentVariable
                    ?? $"ConnectionStrings__{name}";
                context.EnvironmentVariables[variable] = source.Resource;
                foreach (var (property, value) in source.Resource.GetConnectionProperties())
                    context.EnvironmentVariables[
                        $"{VariableName(name)}_{property.ToUpperInvariant()}"
                    ] = value;
            });

    /// <summary>Gives <c>services__name__endpoint__0</c> and <c>NAME_ENDPOINT</c>; further replicas follow as <c>__1</c>, <c>__2</c> ...</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithServiceDiscovery> source
    )
        where TDestination : IResourceWithEnvironment =>
        builder.WithEnvironment(context =>
        {
            foreach (var endpoint in source.Resource.Annotations.OfType<EndpointAnnotation>())
            {
                var reference = new EndpointReference(source.Resource, endpoint.Name);
                context.EnvironmentVariables[
                    $"{VariableName(source.Resource.Name)}_{VariableName(endpoint.Name)}"
                ] = reference;
                context.EnvironmentVariables[
                    $"services__{source.Resource.Name}__{endpoint.Name}__0"
                ] = reference;
                for (var replica = 1; replica < endpoint.AllocatedPorts.Count; replica++)
                {
                    var url =
                        $"{endpoint.UriScheme}://{endpoint.TargetHost}:{endpoint.AllocatedPorts[replica]}";
                    context.EnvironmentVariables[
                        $"services__{source.Resource.Name}__{endpoint.Name}__{replica}"
                    ] = url;
                }
            }
        });

    private static string VariableName(string name) => name.Replace('-', '_').ToUpperInvariant();
}
