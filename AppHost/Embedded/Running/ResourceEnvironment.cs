namespace Aspire.Hosting.Running;

/// <summary>Computes the variables a resource declares, with real values.</summary>
internal static class ResourceEnvironment
{
    public static async Task<Dictionary<string, string?>> ResolveAsync(
        IResource resource,
        CancellationToken cancellationToken
    )
    {
        var context = new EnvironmentCallbackContext(
            new(DistributedApplicationOperation.Run),
            resource
        );
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            annotation.Callback(context);
        var resolved = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in context.EnvironmentVariables)
            resolved[name] = value is IValueProvider provider
                ? await provider.GetValueAsync(cancellationToken) ?? ""
                : value.ToString();
        return resolved;
    }

    public static List<string> Arguments(IResource resource)
    {
        var arguments = new List<object>();
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            annotation.Callback(arguments);
        return arguments.ConvertAll(a => a.ToString()!);
    }

    /// <summary>The health checks of one replica.</summary>
    public static List<IHealthProbe> HttpProbes(IResource resource, int replica) =>
        resource
            .Annotations.OfType<HttpHealthCheckAnnotation>()
            .Select(check =>
                (IHealthProbe)
                    new HttpProbe(
                        new Uri(Url(resource, check.EndpointName, replica) + check.Path),
                        check.StatusCode
                    )
            )
            .ToList();

    public static string Url(IResource resource, string endpoint, int replica)
    {
        var declared =
            resource
                .Annotations.OfType<EndpointAnnotation>()
                .FirstOrDefault(e => e.Name == endpoint)
            ?? throw new DistributedApplicationException(
                $"{resource.Name} has no endpoint named '{endpoint}'."
            );
        return $"{declared.UriScheme}://{declared.TargetHost}:{declared.AllocatedPorts[replica]}";
    }
}
