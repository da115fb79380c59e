using Microsoft.AspNetCore.Authentication;
using Pir.Gateway.Identity;
using Pir.ServiceDefaults.Auth;
using Pir.Web.Accounts;
using Pir.Web.Shared.Pages;

namespace Pir.Gateway.Oidc;

/// <summary>
/// Connects a signed-in person's account with their identity at the provider. This also works if
/// the provider has not verified their e-mail address.
/// </summary>
internal static class ProviderLink
{
    private const string Owner = ".link";

    public static void MapProviderLink(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/account/provider", (Delegate)BeginAsync)
            .RequireAuthorization()
            .DisableAntiforgery() // The gateway's own guard checks every request with a cookie.
            .WithMetadata(new PageAccess(null))
            .ExcludeFromDescription();

    /// <summary>The account to link with the returning sign-in, if any.</summary>
    public static string? OwnerOf(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(Owner, out var owner) ? owner : null;

    /// <summary>
    /// Whether the returning browser is still signed in as the person who started.
    /// </summary>
    public static async Task<bool> IsOwnedAsync(HttpContext http, string owner)
    {
        var session = await http.AuthenticateAsync(GatewaySchemes.Cookie);
        return session.Principal?.PersonId() == owner;
    }

    private static async Task<IResult> BeginAsync(HttpContext http)
    {
        if (
            ProviderSignIn.ProviderName(http) is not { } provider
            || Sessions.IdOf(http.User) is null
        )
        {
            return TypedResults.NotFound();
        }

        var properties = new AuthenticationProperties { RedirectUri = "/account" };
        properties.Items[Owner] = http.User.PersonId();
        if (!await ProviderSignIn.TryChallengeAsync(http, properties))
        {
            return ProviderSignIn.Unreachable();
        }

        // The content security policy forbids forms that lead to another site, even by redirect.
        var url = http.Response.Headers.Location.ToString();
        http.Response.Headers.Location = default;
        http.Response.Headers["Refresh"] = "0;url=" + url;
        http.Response.Headers.CacheControl = "no-store";
        return new Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<ToProviderPage>(
            new Dictionary<string, object?>
            {
                [nameof(ToProviderPage.Provider)] = provider,
                [nameof(ToProviderPage.Url)] = url,
            }
        )
        {
            StatusCode = StatusCodes.Status200OK,
        };
    }
}
