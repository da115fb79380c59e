using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.Gateway.Data;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Identity;

/// <summary>Keeps a session true to its account: a closed account, a new role or a new password reaches it within a minute. Refuses machines in their own terms.</summary>
internal sealed class SessionEvents(
    GatewayDbContext db,
    IOptions<IdentitySettings> settings,
    TimeProvider clock
) : CookieAuthenticationEvents
{
    private const string CheckedAt = "checked";

    /// <summary>Claim that must equal the account's security stamp.</summary>
    public const string StampClaim = "stamp";

    /// <summary>What a session's cookie holds.</summary>
    public static ClaimsPrincipal PrincipalFor(User user)
    {
        var role = user.Role.ToString();
        var principal = PirClaims.Create(
            GatewaySchemes.Cookie,
            "user",
            user.Id.ToString(),
            user.Name,
            [char.ToLowerInvariant(role[0]) + role[1..]],
            Domain.RoleScopes.For(user.Role)
        );
        ((ClaimsIdentity)principal.Identity!).AddClaim(new(StampClaim, user.SecurityStamp ?? ""));
        return principal;
    }

    public override Task SigningIn(CookieSigningInContext context)
    {
        context.Properties.SetString(CheckedAt, Now());
        return Task.CompletedTask;
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var now = clock.GetUtcNow();
        if (
            long.TryParse(context.Properties.GetString(CheckedAt), out var seconds)
            && now - DateTimeOffset.FromUnixTimeSeconds(seconds)
                < settings.Value.SessionCheckInterval
        )
        {
            return;
        }

        var principal = context.Principal!;
        var id = Guid.TryParse(principal.FindFirstValue(PirClaims.Subject), out var parsed)
            ? parsed
            : Guid.Empty;
        var user = await db
            .Users.AsNoTracking()
            .SingleOrDefaultAsync(u => u.Id == id, context.HttpContext.RequestAborted);
        if (
            user is not { Status: UserStatus.Active }
            || user.SecurityStamp != principal.FindFirstValue(StampClaim)
        )
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(GatewaySchemes.Cookie);
            return;
        }

        context.ReplacePrincipal(PrincipalFor(user));
        context.Properties.SetString(CheckedAt, Now());
        context.ShouldRenew = true;
    }

    public override async Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (request.Headers.ContainsKey("HX-Request"))
        {
            // A script fetching a piece of a page must not get the sign-in form as that piece: it is told to take the whole page there.
            var page = Uri.TryCreate(
                request.Headers["HX-Current-URL"],
                UriKind.Absolute,
                out var url
            )
                ? url.PathAndQuery
                : "/";
            context.Response.Headers["HX-Redirect"] =
                "/sign-in?returnUrl=" + Uri.EscapeDataString(page);
            context.Response.StatusCode = 401;
        }
        else if (
            request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/openapi")
        )
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Problems.Unauthorized().ExecuteAsync(context.HttpContext);
        }
        else
        {
            await base.RedirectToLogin(context);
        }
    }

    public override Task RedirectToAccessDenied(
        RedirectContext<CookieAuthenticationOptions> context
    )
    {
        context.Response.StatusCode = 403;
        return Task.CompletedTask;
    }

    private string Now() => clock.GetUtcNow().ToUnixTimeSeconds().ToString();
}
