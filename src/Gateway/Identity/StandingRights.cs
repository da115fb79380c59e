using System.Security.Claims;

namespace Pir.Gateway.Identity;

/// <summary>Looks whether a request that lasts would still be let in as it was.</summary>
internal sealed class StandingRights(
    IServiceScopeFactory scopes,
    LiveSessions live,
    BootstrapToken bootstrap
)
{
    /// <summary>Whether the request's proof of identity is one that can end meanwhile.</summary>
    public static bool CanEnd(HttpContext http) =>
        GatewaySchemes.SchemeOf(http) is GatewaySchemes.Cookie or GatewaySchemes.ApiToken;

    /// <summary>Whether session or token are still good, for the same person and rights.</summary>
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

        // The request's own services are in use by whoever answers it.
        await using var scope = scopes.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<ApiTokens>()
            .AuthenticateAsync(token, http.RequestAborted);
    }
}
