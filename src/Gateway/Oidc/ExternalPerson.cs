using System.Text.Json;

namespace Pir.Gateway.Oidc;

/// <summary>Who the provider says somebody is, once its token is proven.</summary>
/// <param name="IsEmailVerified">Null where the provider does not say.</param>
/// <param name="AreGroupsLeftOut">
/// Whether the provider left the groups out because there are too many; then they are unknown, not
/// none.
/// </param>
internal sealed record ExternalPerson(
    string Issuer,
    string Subject,
    string? Name,
    string? Email,
    bool? IsEmailVerified,
    IReadOnlyList<string> Groups,
    bool AreGroupsLeftOut
)
{
    public static ExternalPerson From(ProviderClaims claims, OidcSettings settings)
    {
        var groups = claims.Find(settings.GroupsClaim);
        var email = claims.Text("email");
        if (email is null && settings.TrustEmailAddresses)
        {
            // Entra sends no address for accounts without a mailbox, but a name shaped like one.
            email = claims.Text("preferred_username") ?? claims.Text("upn");
        }

        return new(
            claims.Text("iss")!,
            claims.Text("sub")!,
            claims.Text("name") ?? claims.Text("preferred_username"),
            email,
            settings.TrustEmailAddresses ? true : claims.Flag("email_verified"),
            groups is { } found ? GroupNames.Read(found) : [],
            groups is null && IsOverage(claims, settings.GroupsClaim)
        );
    }

    // OpenID Connect Core 1.0, section 5.6.2: "_claim_names" says which claims are kept elsewhere.
    // Entra does so above 200 groups, and says "hasgroups" where an address would not fit either.
    private static bool IsOverage(ProviderClaims claims, string groupsClaim) =>
        claims.Flag("hasgroups") == true
        || (
            claims.Find("_claim_names") is { ValueKind: JsonValueKind.Object } names
            && names.TryGetProperty(groupsClaim, out _)
        );
}
