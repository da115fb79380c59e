using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Pir.Gateway.Oidc;

/// <summary>
/// The provider's claims as they were sent. The ID token takes precedence over userinfo. The
/// framework's own claims are flat text and lose the structure of lists and objects.
/// </summary>
internal sealed class ProviderClaims
{
    private readonly JsonElement _idToken;
    private JsonElement? _userInfo;

    public ProviderClaims(JsonWebToken token) =>
        _idToken = JsonSerializer.Deserialize<JsonElement>(
            Base64UrlEncoder.DecodeBytes(token.EncodedPayload)
        );

    public void Add(JsonElement userInfo) => _userInfo = userInfo.Clone();

    /// <summary>The claim; null if it is missing or null.</summary>
    public JsonElement? Find(string name) => In(_idToken, name) ?? In(_userInfo, name);

    /// <summary>The claim as text; null if it is missing, empty or a list.</summary>
    public string? Text(string name) =>
        Find(name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } value
        && value.ToString().Trim() is { Length: > 0 } text
            ? text
            : null;

    /// <summary>The claim as a Boolean, which some providers send as text.</summary>
    public bool? Flag(string name) =>
        Find(name) is { } value && bool.TryParse(value.ToString(), out var flag) ? flag : null;

    private static JsonElement? In(JsonElement? claims, string name) =>
        claims is { ValueKind: JsonValueKind.Object } some
        && some.TryGetProperty(name, out var value)
        && value.ValueKind != JsonValueKind.Null
            ? value
            : null;
}
