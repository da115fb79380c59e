using Microsoft.IdentityModel.JsonWebTokens;

namespace Pir.Gateway.Oidc;

/// <summary>
/// The rules of OpenID Connect Core 1.0, section 3.1.3.7, for ID tokens that the framework's
/// handler does not check. It checks signature, issuer, audience, lifetime and nonce.
/// </summary>
internal static class IdTokenRules
{
    /// <summary>Largest accepted difference between the provider's clock and ours.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    // The limit of the specification and of the column.
    private const int LongestSubject = 255;

    /// <summary>Why the token is rejected, or null.</summary>
    public static string? Refuse(JsonWebToken token, string clientId, DateTime now)
    {
        // The handler accepts unsigned tokens from the token endpoint, because the specification
        // accepts TLS instead of a signature. But a proxy may terminate TLS in between.
        if (string.IsNullOrEmpty(token.EncodedSignature))
        {
            return "The ID token is not signed.";
        }

        if (token.IssuedAt > now + ClockSkew)
        {
            return "The ID token is from the future: the clocks of provider and server differ.";
        }

        if (token.Audiences.Count() > 1 && token.Azp != clientId)
        {
            return "The ID token was issued to another client.";
        }

        return token.Subject is { Length: > 0 and <= LongestSubject }
            ? null
            : $"The ID token's subject must have 1 to {LongestSubject} characters.";
    }
}
