using System.Collections.Concurrent;
using System.Security.Claims;
using Pir.Gateway.Identity;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Edge;

/// <summary>
/// Caches tickets by principal and address. Only one is issued per minute and not one per request,
/// and each still has at least half its lifetime when it is used.
/// </summary>
internal sealed class TicketCache(TicketIssuer issuer, TimeProvider clock)
{
    private const int MostPrincipals = 10_000;
    private static readonly TimeSpan Reuse = TicketIssuer.Lifetime / 2;
    private readonly ConcurrentDictionary<string, (string Ticket, DateTimeOffset Until)> _tickets =
        new(StringComparer.Ordinal);

    /// <summary>A ticket for an authenticated principal.</summary>
    /// <param name="address">
    /// Network address of the request. Services pass it on to the audit log.
    /// </param>
    public string For(ClaimsPrincipal principal, string? address)
    {
        // A principal whose rights have changed gets a new one.
        var key = $"{Rights.KeyOf(principal)}\naddress={address}";
        var now = clock.GetUtcNow();
        if (_tickets.TryGetValue(key, out var cached) && now < cached.Until)
        {
            return cached.Ticket;
        }

        if (_tickets.Count >= MostPrincipals)
        {
            _tickets.Clear();
        }

        var ticket = issuer.Issue(principal, address);
        _tickets[key] = (ticket, now + Reuse);
        return ticket;
    }
}
