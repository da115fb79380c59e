using System.Collections.Concurrent;
using System.Security.Claims;
using Pir.Gateway.Identity;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Edge;

/// <summary>
/// Tickets by principal and address: one is sealed a minute, not one a request, and each still has
/// at least half its life when it is used.
/// </summary>
internal sealed class TicketCache(TicketIssuer issuer, TimeProvider clock)
{
    private const int MostPrincipals = 10_000;
    private static readonly TimeSpan Reuse = TicketIssuer.Lifetime / 2;
    private readonly ConcurrentDictionary<string, (string Ticket, DateTimeOffset Until)> _tickets =
        new(StringComparer.Ordinal);

    /// <summary>A ticket for an authenticated principal.</summary>
    /// <param name="address">Where its request comes from; services tell the audit log.</param>
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
