namespace Pir.AppHost.Local;

/// <summary>A server as a private process of the machine's own package.</summary>
internal sealed class LocalServerResource(
    string name,
    string command,
    string folder,
    Func<EndpointReference, ReferenceExpression> connectionString
) : ExecutableResource(name, command, folder), IResourceWithConnectionString
{
    public const string EndpointName = "tcp";

    public ReferenceExpression ConnectionStringExpression =>
        connectionString(new EndpointReference(this, EndpointName));
}
