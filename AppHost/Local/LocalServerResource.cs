namespace Pir.AppHost.Local;

/// <summary>
/// A server that runs as a private process, installed from a package of the machine.
/// </summary>
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
