using System.Security.Claims;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Identity;

/// <summary>
/// People who signed in themselves, for operations that a token must not do for its owner.
/// </summary>
internal static class SignedIn
{
    /// <summary>The person's account; null for every token, even a personal one.</summary>
    public static Guid? SignedInId(this ClaimsPrincipal caller) =>
        caller.FindFirstValue(PirClaims.Kind) == "user"
        && Guid.TryParse(caller.FindFirstValue(PirClaims.Subject), out var id)
            ? id
            : null;
}
