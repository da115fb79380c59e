using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Pir.Gateway.Features;
using Pir.Gateway.Identity;

namespace Pir.Gateway.Oidc;

/// <summary>Registration of single sign-on, the button that begins it, and what the sign-in page says when it failed.</summary>
internal static class SingleSignOnDoor
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

        services.AddScoped<OidcEvents>();
        services
            .AddAuthentication()
            .AddOAuth<OidcOptions, OidcHandler>(OidcHandler.SchemeName, _ => { });
        services
            .AddOptions<OidcOptions>(OidcHandler.SchemeName)
            .Configure<IOptions<IdentitySettings>>(
                (options, settings) => options.Use(settings.Value.Oidc)
            );
    }

    public static void MapSingleSignOn(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, Begin).AllowAnonymous().ExcludeFromDescription();

    /// <summary>What the button says; null where there is no provider.</summary>
    public static string? ProviderName(HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptions<IdentitySettings>>().Value.Oidc
            is { IsSet: true } settings
            ? settings.DisplayName
            : null;

    /// <summary>A refusal in a sentence for the person; null for any other word.</summary>
    public static string? Explain(string? refusal) =>
        refusal switch
        {
            SingleSignOn.Failed =>
                "The provider's answer could not be used. Try again; if it stays, tell your administrator.",
            SingleSignOn.NotAllowed =>
                "You are known to the provider, but none of your groups may use this product. Ask your administrator.",
            SingleSignOn.NoEmail => "The provider did not tell an e-mail address for you.",
            SingleSignOn.NotVerified =>
                "The provider has not verified your e-mail address, so it cannot be matched with an account.",
            SingleSignOn.OtherIdentity =>
                "Your e-mail address belongs to an account that somebody else at the provider has used. Ask your administrator for an invitation link.",
            SingleSignOn.Declined =>
                "You did not let the provider tell us who you are. Try again, or sign in with a password.",
            SingleSignOn.Unreachable =>
                "The provider is not reachable right now. Try again in a minute, or sign in with a password if you have one.",
            SingleSignOn.Closed => "Your account is disabled. Ask your administrator.",
            _ => null,
        };

    private static IResult Begin(string? returnUrl, HttpContext http) =>
        ProviderName(http) is null
            ? TypedResults.NotFound()
            : TypedResults.Challenge(
                new AuthenticationProperties { RedirectUri = SignIn.Local(returnUrl) },
                [OidcHandler.SchemeName]
            );
}
