using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Pir.Gateway.Identity;

/// <summary>Authenticates <c>Authorization: Bearer pir_…</c> and the bootstrap token.</summary>
internal sealed class ApiTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    BootstrapToken bootstrap,
    ApiTokens tokens
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // A webhook's key is in its path. Ignore any other credential that its sender is configured
        // to send.
        if (
            BearerToken.Of(Request) is not { } presented
            || Request.Path.StartsWithSegments("/webhooks")
        )
        {
            return AuthenticateResult.NoResult();
        }

        var principal = bootstrap.Is(presented)
            ? BootstrapToken.Principal()
            : await tokens.AuthenticateAsync(presented, Context.RequestAborted);
        return principal is null
            ? AuthenticateResult.Fail("The token is unknown, expired or revoked.")
            : AuthenticateResult.Success(new(principal, Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = 401;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }
}
