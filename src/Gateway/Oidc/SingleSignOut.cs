using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Pir.Gateway.Identity;
using Pir.Gateway.Start;
using Pir.Web.Accounts;

namespace Pir.Gateway.Oidc;

/// <summary>
/// Forwards a sign-out to the provider (OpenID Connect RP-Initiated Logout 1.0) if the session came
/// from there and the provider supports it.
/// </summary>
internal sealed partial class SingleSignOut(
    IOptionsMonitor<OpenIdConnectOptions> options,
    Sessions sessions,
    IOptions<IdentitySettings> settings,
    PublicAddress address,
    ILogger<SingleSignOut> logger
)
{
    /// <summary>
    /// The page that sends the browser on, or null. A page and not a redirect, because the content
    /// security policy forbids forms that lead to another site, even by redirect.
    /// </summary>
    public async Task<IResult?> PageAsync(HttpContext http)
    {
        if (
            await sessions.IdTokenAsync(http.User, http.RequestAborted) is not { } idToken
            || !settings.Value.Oidc.IsSet
            || await EndpointAsync(http.RequestAborted) is not { Length: > 0 } endpoint
        )
        {
            return null;
        }

        var url = QueryHelpers.AddQueryString(
            endpoint,
            new Dictionary<string, string?>
            {
                ["id_token_hint"] = idToken,
                ["client_id"] = settings.Value.Oidc.ClientId,
                ["post_logout_redirect_uri"] = address.Of(http.Request) + "/sign-in",
            }
        );
        http.Response.Headers["Refresh"] = "0;url=" + url;
        http.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<SignedOutPage>(
            new Dictionary<string, object?>
            {
                [nameof(SignedOutPage.Provider)] = settings.Value.Oidc.DisplayName,
                [nameof(SignedOutPage.Url)] = url,
            }
        );
    }

    private async Task<string?> EndpointAsync(CancellationToken cancellationToken)
    {
        try
        {
            var metadata = await options
                .Get(OidcScheme.Name)
                .ConfigurationManager!.GetConfigurationAsync(cancellationToken);
            return metadata.EndSessionEndpoint;
        }
        catch (InvalidOperationException exception)
        {
            // The provider is not responding. Signing out here must work anyway.
            Log.NoProvider(logger, exception);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "The provider's sign-out address could not be read"
        )]
        public static partial void NoProvider(ILogger logger, Exception exception);
    }
}
