using Microsoft.IdentityModel.JsonWebTokens;

namespace Pir.Gateway.Oidc;

/// <summary>
/// What OpenID Connect Core 1.0, section 3.1.3.7, asks of an ID token beyond the checks of the
/// framework's handler, which does signature, issuer, audience, lifetime and nonce.
/// </summary>
internal static class IdTokenRules
{
    /// <summary>How far the provider's clock may be from ours.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    // By the specification, and what the column takes.
    private const int LongestSubject = 255;

    /// <summary>Why the token is refused, or null.</summary>
    public static string? Refuse(JsonWebToken token, string clientId, DateTime now)
    {
        // The handler takes unsigned tokens from the token endpoint, where the specification lets
        // TLS stand for the signature. A proxy that ends TLS may stand in between.
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
