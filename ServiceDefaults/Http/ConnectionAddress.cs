using Microsoft.AspNetCore.Http;
using Pir.Contracts;

namespace Pir.ServiceDefaults.Http;

/// <summary>Addresses for links, from what we know and not from what a caller says.</summary>
public static class ConnectionAddress
{
    /// <summary>
    /// Base address at which people reach the product, as the gateway tells; without a gateway,
    /// this connection's own.
    /// </summary>
    public static string PublicAddress(this HttpRequest request) =>
        request.Headers[PublicAddressHeader.Name].ToString() is { Length: > 0 } told
            ? told
            : request.HttpContext.Connection.LocalAddress(request.Scheme);

    /// <summary>Address of our end of the connection.</summary>
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
