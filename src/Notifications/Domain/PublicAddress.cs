using System.Net;
using System.Net.Sockets;

namespace Pir.Notifications.Domain;

/// <summary>
/// Distinguishes public internet addresses from those that a stranger must not make this machine
/// call (IANA's special-purpose registries).
/// </summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] Closed4 = Networks(
        "0.0.0.0/8", // this network, unspecified
        "10.0.0.0/8",
        "100.64.0.0/10", // carrier-grade NAT; also a cloud's metadata
        "127.0.0.0/8",
        "168.63.129.16/32", // Azure's host agent
        "169.254.0.0/16", // link-local; also most clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24", // documentation
        "192.88.99.0/24", // 6to4 relay
        "192.168.0.0/16",
        "198.18.0.0/15", // benchmarks
        "198.51.100.0/24", // documentation
        "203.0.113.0/24", // documentation
        "224.0.0.0/4", // multicast
        "240.0.0.0/4" // reserved, broadcast
    );

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork[] Closed6 = Networks(
        "2001::/23", // protocol assignments, Teredo among them
        "2001:db8::/32", // documentation
        "2002::/16", // 6to4: carries any IPv4 address
        "3fff::/20" // documentation
    );

    /// <summary>True for an address that everybody on the internet can reach.</summary>
    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !Array.Exists(Closed4, n => n.Contains(address));
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        if (Nat64.Contains(address))
        {
            return Is(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        }

        return Global6.Contains(address) && !Array.Exists(Closed6, n => n.Contains(address));
    }

    private static IPNetwork[] Networks(params string[] texts) =>
        Array.ConvertAll(texts, IPNetwork.Parse);
}
