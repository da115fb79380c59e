namespace Aspire.Hosting.ApplicationModel;

/// <summary>A RabbitMQ broker: a container in the manifest, a private local process when run.</summary>
public class RabbitMQServerResource(
    string name,
    ParameterResource? userName,
    ParameterResource password
) : ContainerResource(name), IResourceWithConnectionString
{
    public EndpointReference PrimaryEndpoint => new(this, "tcp");

    public EndpointReferenceExpression Host => PrimaryEndpoint.Property(EndpointProperty.Host);

    public EndpointReferenceExpression Port => PrimaryEndpoint.Property(EndpointProperty.Port);

    public ParameterResource PasswordParameter => password;

    /// <summary>The parameter's value, or <c>guest</c>, which a broker accepts from the same machine only.</summary>
    public ReferenceExpression UserNameReference =>
        userName is null
            ? ReferenceExpression.Create($"guest")
            : ReferenceExpression.Create($"{userName}");

    public ReferenceExpression UriExpression =>
        userName is null
            ? ReferenceExpression.Create($"amqp://guest:{password:uri}@{Host}:{Port}")
            : ReferenceExpression.Create($"amqp://{userName:uri}:{password:uri}@{Host}:{Port}");

    public ReferenceExpression ConnectionStringExpression => UriExpression;

    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() =>
        [
            new("Host", ReferenceExpression.Create($"{Host}")),
            new("Port", ReferenceExpression.Create($"{Port}")),
            new("Username", UserNameReference),
            new("Password", ReferenceExpression.Create($"{password}")),
            new("Uri", UriExpression),
        ];
}
