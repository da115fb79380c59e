using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Pir.Gateway.Domain;

namespace Pir.Gateway.Oidc;

/// <summary>
/// Nonces of 256 random bits and nothing else. The framework's carry the time and are sealed, which
/// makes each cookie that keeps one three times as long.
/// </summary>
internal sealed class ShortNonces : OpenIdConnectProtocolValidator
{
    public ShortNonces()
    {
        RequireStateValidation = false; // The handler's own state takes its place.
        RequireTimeStampInNonce = false;
    }

    public override string GenerateNonce() => Secret.Create().Text;
}

/// <summary>
/// Keeps the nonce in the cookie's name as it is: it travels in the address of the same browser
/// anyway, and is random.
/// </summary>
internal sealed class PlainNonce : ISecureDataFormat<string>
{
    public string Protect(string data) => data;

    public string Protect(string data, string? purpose) => data;

    public string? Unprotect(string? protectedText) => protectedText;

    public string? Unprotect(string? protectedText, string? purpose) => protectedText;
}
