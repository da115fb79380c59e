using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Pir.Gateway.Domain;

namespace Pir.Gateway.Oidc;

/// <summary>
/// OpenID Connect's code flow: the framework's OAuth handler does code, PKCE and state, the IdentityModel library discovery and tokens; this adds the nonce and
/// userinfo. Microsoft.AspNetCore.Authentication.OpenIdConnect would replace it, could it be restored from every registry.
/// </summary>
internal sealed partial class OidcHandler(
    IOptionsMonitor<OidcOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder
) : OAuthHandler<OidcOptions>(options, logger, encoder)
{
    public const string SchemeName = "Oidc";
    public const string CallbackPath = "/sign-in/callback";

    /// <summary>Where the session's cookie keeps the ID token, which the provider wants to see at sign-out.</summary>
    public const string IdToken = "id_token";
    private const string Nonce = ".nonce";

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        try
        {
            await LoadAsync();
        }
        catch (InvalidOperationException exception)
        {
            Log.NoProvider(Logger, exception);
            Response.Redirect("/sign-in?refused=" + SingleSignOn.Unreachable);
            return;
        }

        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(
        AuthenticationProperties properties,
        string redirectUri
    )
    {
        // Before the state is sealed: it carries the nonce back to us, bound to this browser by the correlation cookie.
        var nonce = Secret.Create().Text;
        properties.Items[Nonce] = nonce;
        return QueryHelpers.AddQueryString(
            base.BuildChallengeUrl(properties, redirectUri),
            "nonce",
            nonce
        );
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        var metadata = await LoadAsync();
        // RFC 9207: an answer of another provider must not be taken for one of ours.
        var issuer = Request.Query["iss"].ToString();
        return issuer.Length > 0 && issuer != metadata.Issuer
            ? HandleRequestResult.Fail("The answer is not from the provider that was asked.")
            : await base.HandleRemoteAuthenticateAsync();
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(
        ClaimsIdentity identity,
        AuthenticationProperties properties,
        OAuthTokenResponse tokens
    )
    {
        var idToken = tokens.Response!.RootElement.TryGetProperty(IdToken, out var found)
            ? found.GetString()!
            : throw new SecurityTokenException("The provider sent no ID token.");
        properties.Items.Remove(Nonce, out var nonce);
        var token = await IdTokens.CheckAsync(idToken, nonce, Options, Context.RequestAborted);
        identity.AddClaims(token.Claims);
        await AddUserInfoAsync(identity, token, tokens.AccessToken);
        properties.StoreTokens([new() { Name = IdToken, Value = idToken }]);
        return new(new(identity), properties, Scheme.Name);
    }

    /// <summary>Most providers tell name, address and groups only there.</summary>
    private async Task AddUserInfoAsync(
        ClaimsIdentity identity,
        JsonWebToken token,
        string? accessToken
    )
    {
        var metadata = await LoadAsync();
        if (string.IsNullOrEmpty(metadata.UserInfoEndpoint) || accessToken is null)
        {
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, metadata.UserInfoEndpoint);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        request.Headers.Accept.Add(new("application/json"));
        using var response = await Backchannel.SendAsync(request, Context.RequestAborted);
        response.EnsureSuccessStatusCode();
        using var body = await JsonDocument.ParseAsync(
            await response.Content.ReadAsStreamAsync(Context.RequestAborted)
        );
        if (body.RootElement.GetProperty("sub").GetString() != token.Subject)
        {
            throw new SecurityTokenException("Userinfo is about somebody else.");
        }

        var told = identity.Claims.Select(c => c.Type).ToHashSet(StringComparer.Ordinal);
        foreach (var property in body.RootElement.EnumerateObject())
        {
            if (!told.Contains(property.Name))
            {
                identity.AddClaims(ToClaims(property));
            }
        }
    }

    private static IEnumerable<Claim> ToClaims(JsonProperty property) =>
        property.Value.ValueKind switch
        {
            JsonValueKind.Array => property
                .Value.EnumerateArray()
                .Select(v => new Claim(property.Name, v.ToString())),
            JsonValueKind.Null or JsonValueKind.Object => [],
            _ => [new(property.Name, property.Value.ToString())],
        };

    private async Task<OpenIdConnectConfiguration> LoadAsync()
    {
        var metadata = await Options.Metadata.GetConfigurationAsync(Context.RequestAborted);
        (Options.AuthorizationEndpoint, Options.TokenEndpoint) = (
            metadata.AuthorizationEndpoint,
            metadata.TokenEndpoint
        );
        return metadata;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The provider cannot be reached")]
        public static partial void NoProvider(ILogger logger, Exception exception);
    }
}
