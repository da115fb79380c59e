using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Identity;

/// <summary>
/// Turns a session's cookie into its owner with their current rights. Refuses API clients with
/// problem details.
/// </summary>
internal sealed class SessionEvents(LiveSessions live) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (await live.FindAsync(context.Principal!, context.HttpContext) is { } principal)
        {
            context.ReplacePrincipal(principal);
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(GatewaySchemes.Cookie);
    }

    public override async Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (request.Headers.ContainsKey("HX-Request"))
        {
            // A script that fetches part of a page must not get the sign-in form as that part. It
            // is told to load the whole page.
            var page = Uri.TryCreate(
                request.Headers["HX-Current-URL"],
                UriKind.Absolute,
                out var url
            )
                ? OwnPath(request, url) + url.Query
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
        else if (IsForStream(request))
        {
            // The client would treat the form as a broken stream and retry forever.
            context.Response.StatusCode = 401;
        }
        else
        {
            // Only a path. With the request's host, the caller could choose the destination.
            context.Response.Redirect(
                "/sign-in?returnUrl="
                    + Uri.EscapeDataString(request.Path + request.QueryString.ToString())
            );
        }
    }

    private static bool IsForStream(HttpRequest request) =>
        request.Path.StartsWithSegments("/live")
        || request
            .Headers.Accept.ToString()
            .Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);

    /// <summary>The path without the base path, as used everywhere inside.</summary>
    private static PathString OwnPath(HttpRequest request, Uri page) =>
        PathString
            .FromUriComponent(page.AbsolutePath)
            .StartsWithSegments(request.PathBase, out var rest)
            ? rest
            : "/";

    public override Task RedirectToAccessDenied(
        RedirectContext<CookieAuthenticationOptions> context
    )
    {
        context.Response.StatusCode = 403;
        return Task.CompletedTask;
    }
}
