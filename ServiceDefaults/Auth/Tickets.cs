using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Pir.ServiceDefaults.Auth;

/// <summary>
/// The short-lived bearer ticket between the gateway and the services. The gateway turns any
/// credential into a ticket, and services accept nothing else. Tickets are encrypted with the
/// shared key ring, so nobody without the ring can create one.
/// </summary>
public static class Tickets
{
    /// <summary>Name of the authentication scheme.</summary>
    public const string Scheme = "Ticket";

    /// <summary>
    /// Adds the scheme and the issuer. The default scheme stays the host's choice.
    /// </summary>
    public static AuthenticationBuilder AddPirTickets(this IHostApplicationBuilder builder)
    {
        builder.AddPirKeyRing();
        builder.Services.AddPirScopes();
        builder.Services.TryAddSingleton<TicketIssuer>();
        return builder.Services.AddAuthentication().AddBearerToken(Scheme);
    }
}

/// <summary>Issues tickets.</summary>
public sealed class TicketIssuer(IOptionsMonitor<BearerTokenOptions> options, TimeProvider clock)
{
    /// <summary>Lifetime of a ticket: long enough for one request and its hops.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    /// <summary>Issues a ticket for this principal with only the product's own claims.</summary>
    /// <param name="address">Network address of the caller, if known.</param>
    public string Issue(ClaimsPrincipal principal, string? address = null)
    {
        var slim = PirClaims.Create(
            Tickets.Scheme,
            principal.FindFirstValue(PirClaims.Kind) ?? "system",
            principal.FindFirstValue(PirClaims.Subject) ?? "anonymous",
            principal.FindFirstValue(PirClaims.Name) ?? "Anonymous",
            principal.FindAll(PirClaims.Role).Select(c => c.Value),
            principal.FindAll(PirClaims.Scope).Select(c => c.Value),
            principal.Teams(),
            principal.FindFirstValue(PirClaims.Owner),
            principal.FindFirstValue(PirClaims.Session),
            principal.FindFirstValue(PirClaims.OwnerName)
        );
        var more = slim.Identities.Single();
        if (address is not null)
        {
            more.AddClaim(new(PirClaims.Address, address));
        }

        var properties = new AuthenticationProperties { ExpiresUtc = clock.GetUtcNow() + Lifetime };
        return options
            .Get(Tickets.Scheme)
            .BearerTokenProtector.Protect(new(slim, properties, $"{Tickets.Scheme}:AccessToken"));
    }
}
