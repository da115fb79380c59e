using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Pir.Gateway.Identity;

namespace Pir.Gateway.Oidc;

/// <summary>The framework's OpenID Connect handler, set up for code flow with PKCE.</summary>
internal static class OidcScheme
{
    public const string Name = "Oidc";
    public const string CallbackPath = "/sign-in/callback";

    /// <summary>
    /// Size limit in bytes of a discovery document, a key set or a userinfo response.
    /// </summary>
    private const int LargestDocument = 1024 * 1024;

    // Only keys that the provider publishes. A shared secret does not prove who signed.
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

    public static void Configure(OpenIdConnectOptions options, OidcSettings settings)
    {
        options.Authority = settings.Authority!.TrimEnd('/');
        options.RequireHttpsMetadata = new Uri(options.Authority).Scheme == Uri.UriSchemeHttps;
        options.ClientId = settings.ClientId!;
        options.ClientSecret = settings.ClientSecret!;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // The provider sends the browser back with a plain link. A posted form would need
        // cross-site cookies and https.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.CallbackPath = CallbackPath;
        options.SignInScheme = GatewaySchemes.Cookie;
        options.EventsType = typeof(OidcEvents);
        options.GetClaimsFromUserInfoEndpoint = true; // Many providers send groups only there.
        options.ClaimActions.Clear(); // ProviderClaims reads what was sent.
        options.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(15);
        options.BackchannelTimeout = TimeSpan.FromSeconds(15);
        // A token with an unknown key makes the handler look for new keys, at most this often.
        options.RefreshInterval = TimeSpan.FromSeconds(1);
        Ask(options, settings.Scopes);
        CheckTokens(options);
        NameCookies(options);
    }

    private static void Ask(OpenIdConnectOptions options, string scopes)
    {
        options.Scope.Clear();
        options.Scope.Add("openid");
        foreach (var scope in scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            options.Scope.Add(scope);
        }
    }

    private static void CheckTokens(OpenIdConnectOptions options)
    {
        options.MapInboundClaims = false;
        options.ProtocolValidator = new ShortNonces
        {
            NonceLifetime = options.RemoteAuthenticationTimeout,
        };
        options.TokenValidationParameters = new()
        {
            ValidAlgorithms = Algorithms,
            ClockSkew = IdTokenRules.ClockSkew,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
        };
    }

    private static void NameCookies(OpenIdConnectOptions options)
    {
        options.StringDataFormat = new PlainNonce();
        options.CorrelationCookie = new SignInCookie(SignInCookie.Correlation);
        options.NonceCookie = new SignInCookie(SignInCookie.Nonce);
    }

    /// <summary>Set-up that the handler leaves out.</summary>
    public static void LimitDocuments(OpenIdConnectOptions options) =>
        options.Backchannel.MaxResponseContentBufferSize = LargestDocument;
}
