using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Pir.Gateway.Oidc;

/// <summary>The code flow's options, with what the provider tells about itself.</summary>
internal sealed class OidcOptions : OAuthOptions
{
    /// <summary>Bytes of a discovery document or a set of keys.</summary>
    private const int LargestDocument = 1024 * 1024;

    /// <summary>The discovery document and the signing keys, kept and renewed.</summary>
    public ConfigurationManager<OpenIdConnectConfiguration> Metadata { get; set; } = null!;

    /// <summary>Reads discovery document and keys anew.</summary>
    public Func<CancellationToken, Task<OpenIdConnectConfiguration>> ReadMetadata { get; set; } =
        null!;

    /// <summary>Takes over what is configured; the endpoints come from the discovery document when they are needed.</summary>
    public void Use(OidcSettings settings)
    {
        var authority = settings.Authority!.TrimEnd('/');
        ClientId = settings.ClientId!;
        ClientSecret = settings.ClientSecret!;
        (AuthorizationEndpoint, TokenEndpoint) = (authority, authority);
        CallbackPath = OidcHandler.CallbackPath;
        UsePkce = true;
        Scope.Add("openid");
        foreach (var scope in settings.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Scope.Add(scope);
        }

        // The provider sends the browser back with a plain link, for which lax is enough; "none" would ask for https.
        CorrelationCookie.SameSite = SameSiteMode.Lax;
        CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        CorrelationCookie.Name = "pir-sso.";
        RemoteAuthenticationTimeout = TimeSpan.FromMinutes(15);
        BackchannelTimeout = TimeSpan.FromSeconds(15);
        SignInScheme = Identity.GatewaySchemes.Cookie;
        EventsType = typeof(OidcEvents);
        var address = authority + "/.well-known/openid-configuration";
        var documents = new HttpDocumentRetriever(
            new HttpClient
            {
                Timeout = BackchannelTimeout,
                MaxResponseContentBufferSize = LargestDocument,
            }
        )
        {
            RequireHttps = new Uri(authority).Scheme == "https",
        };
        Metadata = new(address, new OpenIdConnectConfigurationRetriever(), documents);
        ReadMetadata = token =>
            OpenIdConnectConfigurationRetriever.GetAsync(address, documents, token);
    }
}
