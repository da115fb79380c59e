using System.Security.Claims;

namespace Pir.Gateway.Identity;

/// <summary>Checks whether a long-running request would still be accepted.</summary>
internal sealed class StandingRights(
    IServiceScopeFactory scopes,
    LiveSessions live,
    BootstrapToken bootstrap
)
{
    /// <summary>Whether the request's credential can end in the meantime.</summary>
    public static bool CanEnd(HttpContext http) =>
        GatewaySchemes.SchemeOf(http) is GatewaySchemes.Cookie or GatewaySchemes.ApiToken;

    /// <summary>Whether session or token are still valid, for the same person and rights.</summary>
    public async Task<bool> HoldAsync(HttpContext http)
    {
        var now = await ReadAsync(http);
        return now is not null && Rights.KeyOf(now) == Rights.KeyOf(http.User);
    }

    private async Task<ClaimsPrincipal?> ReadAsync(HttpContext http)
    {
        if (GatewaySchemes.SchemeOf(http) == GatewaySchemes.Cookie)
        {
            return await live.LookAtAsync(http.User, http);
        }

        var token = BearerToken.Of(http.Request)!;
        if (bootstrap.Is(token))
        {
            return http.User;
        }

        // The request's own services are in use by its handler.
        await using var scope = scopes.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<ApiTokens>()
            .AuthenticateAsync(token, http.RequestAborted);
    }
}
