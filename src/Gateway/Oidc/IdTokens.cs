using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Pir.Gateway.Oidc;

/// <summary>Checks ID tokens by OpenID Connect Core 1.0, section 3.1.3.7.</summary>
internal static class IdTokens
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>The token's claims. A key that is not known is looked up once: providers change their keys.</summary>
    /// <param name="nonce">What this sign-in was begun with.</param>
    /// <exception cref="SecurityTokenException">The token is not from the provider, not for us, not for this sign-in or not of now.</exception>
    public static async Task<JsonWebToken> CheckAsync(
        string idToken,
        string? nonce,
        OidcOptions options,
        CancellationToken cancellationToken
    )
    {
        var metadata = await options.Metadata.GetConfigurationAsync(cancellationToken);
        var result = await ValidateAsync(idToken, metadata, options.ClientId);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            options.Metadata.RequestRefresh();
            metadata = await options.ReadMetadata(cancellationToken);
            result = await ValidateAsync(idToken, metadata, options.ClientId);
        }

        if (!result.IsValid)
        {
            throw result.Exception;
        }

        var token = (JsonWebToken)result.SecurityToken;
        if (string.IsNullOrEmpty(nonce) || Claim(token, "nonce") != nonce)
        {
            throw new SecurityTokenValidationException("The nonce is not that of this sign-in.");
        }

        var isForUs = token.Audiences.Count() == 1 || Claim(token, "azp") == options.ClientId;
        return isForUs && !string.IsNullOrEmpty(token.Subject)
            ? token
            : throw new SecurityTokenValidationException("The token is not meant for us.");
    }

    private static Task<TokenValidationResult> ValidateAsync(
        string idToken,
        OpenIdConnectConfiguration metadata,
        string clientId
    ) =>
        new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(
            idToken,
            new()
            {
                ValidIssuer = metadata.Issuer,
                ValidAudience = clientId,
                IssuerSigningKeys = metadata.SigningKeys,
                // Only keys the provider publishes: a secret both know proves nothing about who wrote.
                ValidAlgorithms = Algorithms,
                ClockSkew = Skew,
                RequireExpirationTime = true,
                RequireSignedTokens = true,
            }
        );

    private static string? Claim(JsonWebToken token, string type) =>
        token.TryGetPayloadValue<string>(type, out var value) ? value : null;
}
