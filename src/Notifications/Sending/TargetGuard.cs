using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Pir.Notifications.Domain;

namespace Pir.Notifications.Sending;

/// <summary>
/// Resolves a host name. Throws <see cref="SocketException"/> if the name does not exist.
/// </summary>
public delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);

/// <summary>The host resolves to addresses that must not be called.</summary>
public sealed class BlockedTargetException() : Exception("The host has no public address.");

/// <summary>
/// Opens connections to subscribers, but only to public addresses. The name is resolved here, each
/// address is checked, and the connection goes to a checked address, so that a name cannot be
/// public for the check and private for the call.
/// </summary>
public sealed class TargetGuard(ResolveHost resolve, IOptions<NotificationOptions> options)
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The rule that an address breaks, or null. A name that cannot be resolved now is accepted,
    /// because it is checked at each connection anyway.
    /// </summary>
    public async Task<string?> CheckAsync(string? text, CancellationToken cancellationToken)
    {
        var o = options.Value;
        if (TargetUrl.Check(text, o.AllowPrivateTargets, o.AllowInsecureTargets) is { } rule)
        {
            return rule;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(CheckTimeout);
        try
        {
            await ResolveAsync(new Uri(text!).DnsSafeHost, timeout.Token);
            return null;
        }
        catch (BlockedTargetException)
        {
            return TargetUrl.NotPublic;
        }
        catch (SocketException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        var addresses = await ResolveAsync(context.DnsEndPoint.Host, cancellationToken);
        Exception? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            {
                NoDelay = true,
            };
            try
            {
                await socket.ConnectAsync(
                    new IPEndPoint(address, context.DnsEndPoint.Port),
                    cancellationToken
                );
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception exception)
            {
                socket.Dispose();
                if (exception is not SocketException)
                {
                    throw;
                }

                last = exception;
            }
        }

        throw last!;
    }

    /// <summary>The addresses of a host that may be called (at least one).</summary>
    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken token)
    {
        var all = IPAddress.TryParse(host.Trim('[', ']'), out var literal)
            ? [literal]
            : await resolve(host, token);
        if (all.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        var open = options.Value.AllowPrivateTargets ? all : Array.FindAll(all, PublicAddress.Is);
        return open.Length > 0 ? open : throw new BlockedTargetException();
    }
}
