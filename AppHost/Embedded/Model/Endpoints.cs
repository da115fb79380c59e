using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>One place a resource listens at.</summary>
public sealed class EndpointAnnotation(
    ProtocolType protocol,
    string? uriScheme = null,
    string? transport = null,
    string? name = null,
    int? port = null,
    int? targetPort = null,
    bool? isExternal = null,
    bool? isProxied = null
) : IResourceAnnotation
{
    public string UriScheme { get; set; } = uriScheme ?? protocol.ToString().ToLowerInvariant();

    public string Name { get; set; } = name ?? uriScheme ?? protocol.ToString().ToLowerInvariant();

    public ProtocolType Protocol { get; set; } = protocol;

    public string Transport { get; set; } =
        transport
        ?? (uriScheme is "http" or "https" ? "http" : protocol.ToString().ToLowerInvariant());

    /// <summary>The port others use; null to have one chosen.</summary>
    public int? Port { get; set; } = port;

    /// <summary>The port the process listens on in its container.</summary>
    public int? TargetPort { get; set; } = targetPort;

    public string TargetHost { get; set; } = "localhost";

    public bool IsExternal { get; set; } = isExternal ?? false;

    public bool IsProxied { get; set; } = isProxied ?? true;

    public bool TlsEnabled { get; set; }

    /// <summary>The variable that tells the process its port.</summary>
    internal string? TargetPortEnvironmentVariable { get; set; }

    /// <summary>The real port of each replica; empty before they are chosen.</summary>
    internal IReadOnlyList<int> AllocatedPorts { get; set; } = [];
}

/// <summary>What can be asked of an endpoint.</summary>
public enum EndpointProperty
{
    Url,
    Host,
    IPV4Host,
    Port,
    Scheme,
    TargetPort,
    HostAndPort,
    TlsEnabled,
}

/// <summary>A reference to an endpoint of a resource, by name; the endpoint may be declared later.</summary>
public sealed class EndpointReference(IResourceWithEndpoints owner, string endpointName)
    : IValueProvider,
        IManifestExpressionProvider,
        IValueWithReferences
{
    public IResourceWithEndpoints Resource => owner;

    public string EndpointName => endpointName;

    public bool IsAllocated => Annotation.AllocatedPorts.Count > 0;

    public string Scheme => Annotation.UriScheme;

    public string Host => Annotation.TargetHost;

    public int Port =>
        IsAllocated
            ? Annotation.AllocatedPorts[0]
            : throw new InvalidOperationException(
                $"{owner.Name}'s endpoint {EndpointName} has no port yet."
            );

    public string Url => $"{Scheme}://{Host}:{Port}";

    public string ValueExpression => GetExpression(EndpointProperty.Url);

    public IEnumerable<object> References => [owner];

    internal EndpointAnnotation Annotation =>
        owner.Annotations.OfType<EndpointAnnotation>().FirstOrDefault(e => e.Name == EndpointName)
        ?? throw new InvalidOperationException(
            $"{owner.Name} has no endpoint named {EndpointName}."
        );

    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        new(Url);

    internal string GetExpression(EndpointProperty property) =>
        $"{{{owner.Name}.bindings.{EndpointName}.{PropertyName(property)}}}";

    private static string PropertyName(EndpointProperty property) =>
        property switch
        {
            EndpointProperty.TargetPort => "targetPort",
            EndpointProperty.TlsEnabled => "tlsEnabled",
            // On a deployment network every host is reached by its name.
            EndpointProperty.IPV4Host => "host",
            _ => property.ToString().ToLowerInvariant(),
        };
}

/// <summary>One property of an endpoint.</summary>
public sealed class EndpointReferenceExpression(
    EndpointReference endpoint,
    EndpointProperty property
) : IValueProvider, IManifestExpressionProvider, IValueWithReferences
{
    public EndpointReference Endpoint => endpoint;

    public EndpointProperty Property => property;

    public IEnumerable<object> References => [endpoint];

    public string ValueExpression =>
        property == EndpointProperty.HostAndPort
            ? endpoint.GetExpression(EndpointProperty.Host)
                + ":"
                + endpoint.GetExpression(EndpointProperty.Port)
            : endpoint.GetExpression(property);

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        new(
            property switch
            {
                EndpointProperty.Url => endpoint.Url,
                EndpointProperty.Host => endpoint.Host,
                EndpointProperty.IPV4Host => "127.0.0.1",
                EndpointProperty.Scheme => endpoint.Scheme,
                EndpointProperty.HostAndPort => $"{endpoint.Host}:{endpoint.Port}",
                EndpointProperty.TlsEnabled => endpoint.Annotation.TlsEnabled
                    ? bool.TrueString
                    : bool.FalseString,
                _ => $"{endpoint.Port}",
            }
        );
}
