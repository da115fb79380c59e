using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Pir.Gateway.Domain;

namespace Pir.Gateway.Oidc;

/// <summary>
/// Nonces of 256 random bits and nothing else. The framework's nonces contain the time and are
/// encrypted, which makes their cookies three times as long.
/// </summary>
internal sealed class ShortNonces : OpenIdConnectProtocolValidator
{
    public ShortNonces()
    {
        RequireStateValidation = false; // The handler validates the state itself.
        RequireTimeStampInNonce = false;
    }

    public override string GenerateNonce() => Secret.Create().Text;
}

/// <summary>
/// Puts the nonce into the cookie's name unchanged. It is random, and the same browser sends it in
/// an address anyway.
/// </summary>
internal sealed class PlainNonce : ISecureDataFormat<string>
{
    public string Protect(string data) => data;

    public string Protect(string data, string? purpose) => data;

    public string? Unprotect(string? protectedText) => protectedText;

    public string? Unprotect(string? protectedText, string? purpose) => protectedText;
}
