using Microsoft.AspNetCore.Http;
using Pir.Contracts;

namespace Pir.ServiceDefaults.Http;

/// <summary>Addresses for links, from trusted data and never from the caller's headers.</summary>
public static class ConnectionAddress
{
    /// <summary>
    /// Base address of the product, as given by the gateway; without a gateway, the address of this
    /// connection.
    /// </summary>
    public static string PublicAddress(this HttpRequest request) =>
        request.Headers[PublicAddressHeader.Name].ToString() is { Length: > 0 } told
            ? told
            : request.HttpContext.Connection.LocalAddress(request.Scheme);

    /// <summary>Local address of the connection.</summary>
    public static string LocalAddress(this ConnectionInfo connection, string scheme)
    {
        var address = connection.LocalIpAddress;
        var host =
            address is null ? "localhost"
            : address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString()
            : address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
                ? $"[{address}]"
            : address.ToString();
        return $"{scheme}://{host}:{connection.LocalPort}";
    }
}
