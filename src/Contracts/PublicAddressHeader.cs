namespace Pir.Contracts;

/// <summary>
/// The header in which the gateway tells the services, and its own pages, at which address people
/// reach the product. The gateway sets it on every request, whatever the caller sent, so links are
/// never built from a name the caller chose.
/// </summary>
public static class PublicAddressHeader
{
    public const string Name = "X-Pir-Public-Address";
}
