namespace Aspire.Hosting.Running;

/// <summary>Gives every endpoint its real ports before anything starts, so that all references are known.</summary>
internal static class Endpoints
{
    public static void Allocate(IEnumerable<IResource> resources, PortAllocator ports)
    {
        foreach (var resource in resources)
        {
            var replicas =
                resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
                endpoint.AllocatedPorts =
                [
                    .. Enumerable
                        .Range(0, replicas)
                        .Select(replica => Choose(resource, endpoint, replica, ports)),
                ];
        }
    }

    /// <summary>A fixed port goes to the first replica; there is no proxy to share it.</summary>
    private static int Choose(
        IResource resource,
        EndpointAnnotation endpoint,
        int replica,
        PortAllocator ports
    ) =>
        endpoint.Port is { } fixedPort && replica == 0
            ? ports.Take(resource.Name, fixedPort)
            : ports.Allocate($"{resource.Name} {endpoint.Name} {replica}");
}
