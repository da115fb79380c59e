namespace Aspire.Hosting.ApplicationModel;

/// <summary>A Redis server: a container in the manifest, a private local process when run.</summary>
public class RedisResource(string name, ParameterResource password)
    : ContainerResource(name, "/bin/sh"),
        IResourceWithConnectionString
{
    public EndpointReference PrimaryEndpoint => new(this, "tcp");

    public EndpointReferenceExpression Host => PrimaryEndpoint.Property(EndpointProperty.Host);

    public EndpointReferenceExpression Port => PrimaryEndpoint.Property(EndpointProperty.Port);

    public ParameterResource? PasswordParameter => password;

    public ReferenceExpression ConnectionStringExpression
    {
        get
        {
            var tls = ReferenceExpression.WhenTls(
                PrimaryEndpoint,
                ReferenceExpression.Create($",ssl=true"),
                ReferenceExpression.Empty
            );
            return ReferenceExpression.Create(
                $"{PrimaryEndpoint.Property(EndpointProperty.HostAndPort)},password={password}{tls}"
            );
        }
    }

    public ReferenceExpression UriExpression =>
        ReferenceExpression.Create(
            $"{PrimaryEndpoint.Property(EndpointProperty.Scheme)}://:{password:uri}@{Host}:{Port}"
        );

    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() =>
        [
            new("Host", ReferenceExpression.Create($"{Host}")),
            new("Port", ReferenceExpression.Create($"{Port}")),
            new("Password", ReferenceExpression.Create($"{password}")),
            new("Uri", UriExpression),
        ];
}
