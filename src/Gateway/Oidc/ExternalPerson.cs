using System.Text.Json;

namespace Pir.Gateway.Oidc;

/// <summary>A person as described by the provider, after its token has been validated.</summary>
/// <param name="IsEmailVerified">Null if the provider does not say.</param>
/// <param name="AreGroupsLeftOut">
/// Whether the provider left the groups out because there are too many. The groups are then
/// unknown, not empty.
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
            // For accounts without a mailbox, Entra sends no address but a name that looks like
            // one.
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

    // OpenID Connect Core 1.0, section 5.6.2: "_claim_names" lists claims that are stored
    // elsewhere. Entra uses it for more than 200 groups, or "hasgroups" if even the address does
    // not fit.
    private static bool IsOverage(ProviderClaims claims, string groupsClaim) =>
        claims.Flag("hasgroups") == true
        || (
            claims.Find("_claim_names") is { ValueKind: JsonValueKind.Object } names
            && names.TryGetProperty(groupsClaim, out _)
        );
}
