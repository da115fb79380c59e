using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Identity;

/// <summary>The authentication schemes of the gateway.</summary>
public static class GatewaySchemes
{
    /// <summary>Chooses one of the others by the request's credentials.</summary>
    public const string Any = "Pir";

    /// <summary><c>Authorization: Bearer pir_…</c>, or the bootstrap token.</summary>
    public const string ApiToken = "ApiToken";

    /// <summary>The session cookie of a person.</summary>
    public const string Cookie = "Cookie";

    /// <param name="acceptTickets">
    /// Whether services in this process are called with tickets.
    /// </param>
    internal static void AddGatewaySchemes(this IServiceCollection services, bool acceptTickets)
    {
        services.Configure<AuthenticationOptions>(o => o.DefaultScheme = Any);
        services
            .AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, ApiTokenHandler>(ApiToken, null)
            .AddCookie(Cookie)
            .AddPolicyScheme(
                Any,
                null,
                o => o.ForwardDefaultSelector = context => Choose(context, acceptTickets)
            );
        services.AddSingleton<SelfCall>();
        services.AddSingleton<LiveSessions>();
        services.AddSingleton<StandingRights>();
        services.AddScoped<SessionEvents>();
        services.AddOptions<CookieAuthenticationOptions>(Cookie).Configure(ConfigureCookie);
    }

    /// <summary>The scheme that authenticated this request; null for an anonymous caller.</summary>
    public static string? SchemeOf(HttpContext context) =>
        context
            .Features.Get<IAuthenticateResultFeature>()
            ?.AuthenticateResult?.Ticket?.AuthenticationScheme;

    private static string Choose(HttpContext context, bool acceptTickets)
    {
        if (BearerToken.Of(context.Request) is not { } token)
        {
            return Cookie;
        }

        var isOurs =
            token.StartsWith(Data.ApiToken.Mark, StringComparison.Ordinal)
            || context.RequestServices.GetRequiredService<BootstrapToken>().Is(token);
        var mayBeTicket =
            acceptTickets
            || context.RequestServices.GetRequiredService<SelfCall>().Is(context.Request);
        return !isOurs && mayBeTicket ? Tickets.Scheme : ApiToken;
    }

    private static void ConfigureCookie(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "pir";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        // The cookie only names the session. The database knows when the session ends.
        cookie.ExpireTimeSpan = TimeSpan.FromDays(365);
        cookie.SlidingExpiration = false;
        cookie.LoginPath = "/sign-in";
        cookie.LogoutPath = "/sign-out";
        cookie.AccessDeniedPath = "/sign-in";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.EventsType = typeof(SessionEvents);
    }
}

/// <summary>The bearer token of a request.</summary>
internal static class BearerToken
{
    private const string Prefix = "Bearer ";

    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return
            header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && header.Length > Prefix.Length
            ? header[Prefix.Length..].Trim()
            : null;
    }
}
