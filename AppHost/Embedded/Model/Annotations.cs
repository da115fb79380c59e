namespace Aspire.Hosting.ApplicationModel;

/// <summary>How a wait ends.</summary>
public enum WaitType
{
    /// <summary>The other resource runs and its health checks pass.</summary>
    WaitUntilHealthy,

    /// <summary>The other resource has ended with an expected exit code.</summary>
    WaitForCompletion,

    /// <summary>The other resource runs.</summary>
    WaitUntilStarted,
}

/// <summary>Holds the annotated resource back until another one is as far as <paramref name="waitType"/> says.</summary>
public sealed class WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0)
    : IResourceAnnotation
{
    public IResource Resource => resource;

    public WaitType WaitType => waitType;

    public int ExitCode => exitCode;
}

/// <summary>How many processes of a project run.</summary>
public sealed class ReplicaAnnotation(int replicas = 1) : IResourceAnnotation
{
    public int Replicas => replicas;
}

/// <summary>An HTTP request that tells whether the resource is healthy.</summary>
internal sealed record HttpHealthCheckAnnotation(string EndpointName, string Path, int StatusCode)
    : IResourceAnnotation;

/// <summary>The image a container resource is published with.</summary>
public sealed class ContainerImageAnnotation : IResourceAnnotation
{
    public string? Registry { get; set; }

    public required string Image { get; set; }

    public string? Tag { get; set; }
}

/// <summary>A named volume of a container resource.</summary>
internal sealed record ContainerVolumeAnnotation(string Name, string Target, bool IsReadOnly)
    : IResourceAnnotation;

/// <summary>Keeps a resource out of the manifest.</summary>
internal sealed record ExcludeFromManifestAnnotation : IResourceAnnotation;
