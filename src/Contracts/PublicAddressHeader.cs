namespace Pir.Contracts;

/// <summary>
/// The header with the product's public address, from the gateway to services and pages. The
/// gateway sets it on every request, whatever the caller sent, so links are never built from a name
/// that the caller chose.
/// </summary>
public static class PublicAddressHeader
{
    public const string Name = "X-Pir-Public-Address";
}
