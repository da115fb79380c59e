using System.Security.Claims;

namespace Pir.Gateway.Oidc;

/// <summary>Who the provider says somebody is, once its token is proven.</summary>
/// <param name="IsEmailVerified">Null where the provider does not say.</param>
internal sealed record ExternalPerson(
    string Issuer,
    string Subject,
    string? Name,
    string? Email,
    bool? IsEmailVerified,
    IReadOnlyList<string> Groups
)
{
    public static ExternalPerson From(ClaimsPrincipal principal, string groupsClaim) =>
        new(
            principal.FindFirstValue("iss")!,
            principal.FindFirstValue("sub")!,
            principal.FindFirstValue("name") ?? principal.FindFirstValue("preferred_username"),
            principal.FindFirstValue("email"),
            bool.TryParse(principal.FindFirstValue("email_verified"), out var verified)
                ? verified
                : null,
            [.. principal.FindAll(groupsClaim).Select(c => c.Value)]
        );
}
