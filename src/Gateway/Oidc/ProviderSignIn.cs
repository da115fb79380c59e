using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Pir.Gateway.Features;
using Pir.Gateway.Identity;

namespace Pir.Gateway.Oidc;

/// <summary>Registration of single sign-on, and the button that begins it.</summary>
internal static partial class ProviderSignIn
{
    private const string Path = "/sign-in/provider";

    public static void AddSingleSignOn(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<SingleSignOn>();
        services.AddScoped<ProviderTeams>();
        services.AddScoped<SingleSignOut>();
        if (string.IsNullOrWhiteSpace(builder.Configuration["Identity:Oidc:Authority"]))
        {
            return;
        }

        WaitForNewKeys();
        services.AddScoped<OidcEvents>();
        services.AddAuthentication().AddOpenIdConnect(OidcScheme.Name, _ => { });
        services
            .AddOptions<OpenIdConnectOptions>(OidcScheme.Name)
            .Configure<IOptions<IdentitySettings>>(
                (options, settings) => OidcScheme.Configure(options, settings.Value.Oidc)
            )
            .PostConfigure(OidcScheme.LimitDocuments);
    }

    public static void MapSingleSignOn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, BeginAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapProviderLink();
    }

    /// <summary>The button's label; null if there is no provider.</summary>
    public static string? ProviderName(HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptions<IdentitySettings>>().Value.Oidc
            is { IsSet: true } settings
            ? settings.DisplayName
            : null;

    /// <summary>
    /// Sends the browser to the provider; false if the provider is not responding.
    /// </summary>
    public static async Task<bool> TryChallengeAsync(
        HttpContext http,
        AuthenticationProperties properties
    )
    {
        SignInCookie.DropAbandoned(http);
        try
        {
            await http.ChallengeAsync(OidcScheme.Name, properties);
            return true;
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            var logger = http.RequestServices.GetRequiredService<ILogger<SingleSignOn>>();
            Log.NoProvider(logger, exception);
            return false;
        }
    }

    /// <summary>
    /// Whether the provider is unavailable. If the discovery document cannot be fetched, the
    /// IdentityModel library throws an InvalidOperationException around the cause.
    /// </summary>
    public static bool IsOutage(Exception? exception) =>
        exception switch
        {
            null => false,
            HttpRequestException
            {
                StatusCode: null or >= System.Net.HttpStatusCode.InternalServerError
            } => true,
            TaskCanceledException or IOException => true,
            _ => IsOutage(exception.InnerException),
        };

    public static IResult Unreachable() =>
        TypedResults.Redirect("/sign-in?refused=" + SingleSignOn.Unreachable);

    // Otherwise the IdentityModel library would fetch new keys in the background and refuse the
    // first person who signs in after a key change.
    private static void WaitForNewKeys() =>
        AppContext.SetSwitch("Switch.Microsoft.IdentityModel.UpdateConfigAsBlocking", true);

    private static async Task<IResult> BeginAsync(string? returnUrl, HttpContext http)
    {
        if (ProviderName(http) is null)
        {
            return TypedResults.NotFound();
        }

        var properties = new AuthenticationProperties { RedirectUri = SignIn.Local(returnUrl) };
        return await TryChallengeAsync(http, properties) ? TypedResults.Empty : Unreachable();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The provider cannot be reached")]
        public static partial void NoProvider(ILogger logger, Exception exception);
    }
}
