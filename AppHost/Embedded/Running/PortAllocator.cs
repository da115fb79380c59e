using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace Aspire.Hosting.Running;

/// <summary>
/// Chooses loopback ports once per run, below the range the system gives to outgoing connections: a service that restarts
/// finds its port free. A port is remembered by its user's name and used again by the next run if it is still free.
/// </summary>
internal sealed class PortAllocator
{
    private const int First = 15_000;
    private const int Last = 32_000;
    private readonly string _file;
    private readonly Dictionary<string, int> _remembered;
    private readonly HashSet<int> _taken = [];

    public PortAllocator(string file)
    {
        _file = file;
        _remembered = File.Exists(file)
            ? JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllBytes(file)) ?? []
            : [];
    }

    public int Allocate(string user)
    {
        var port = _remembered.GetValueOrDefault(user);
        while (port == 0 || !IsFree(port) || !_taken.Add(port))
            port = RandomNumberGenerator.GetInt32(First, Last);
        _remembered[user] = port;
        return port;
    }

    /// <exception cref="DistributedApplicationException">Something listens on it already.</exception>
    public int Take(string user, int port)
    {
        if (!IsFree(port) || !_taken.Add(port))
            throw new DistributedApplicationException(
                $"Port {port}, which {user} is to use, is taken. Stop what listens there or configure another port."
            );
        return port;
    }

    public void Save() =>
        PrivateFile.Replace(_file, JsonSerializer.SerializeToUtf8Bytes(_remembered));

    /// <summary>Free on each loopback address the machine has: "localhost" is both.</summary>
    private static bool IsFree(int port) =>
        CanListen(IPAddress.Loopback, port)
        && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    private static bool CanListen(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException failure)
        {
            // A container without IPv6 has no such address to be taken.
            return failure.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }
}
