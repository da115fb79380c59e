using System.Security.Claims;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Identity;

/// <summary>Who signed in themselves, where a token must not act for its owner.</summary>
internal static class SignedIn
{
    /// <summary>The person's account; null for every token, a personal one too.</summary>
    public static Guid? SignedInId(this ClaimsPrincipal caller) =>
        caller.FindFirstValue(PirClaims.Kind) == "user"
        && Guid.TryParse(caller.FindFirstValue(PirClaims.Subject), out var id)
            ? id
            : null;
}
