using Microsoft.AspNetCore.Antiforgery;
using Pir.Gateway.Identity;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Edge;

/// <summary>
/// A browser sends the session cookie with every request, even if another site caused it. So every
/// change with a cookie needs a token that only our own pages have: in the header
/// <c>RequestVerificationToken</c>, or, for a page's form, in its field.
/// </summary>
internal sealed class AntiforgeryGuard(RequestDelegate next, IAntiforgery antiforgery)
{
    public const string Header = "RequestVerificationToken";

    // These pages respond to a stale form with the form again and not with an error.
    private static readonly PathString[] CheckedByThemselves =
    [
        "/sign-in",
        "/sign-out",
        "/setup",
        "/invitation",
        "/new-password",
        "/sign-in/passkey",
    ];

    public async Task InvokeAsync(HttpContext context)
    {
        if (!IsConcerned(context) || await IsValidAsync(context))
        {
            await next(context);
            return;
        }

        if (!context.Request.Path.StartsWithSegments("/api"))
        {
            // A page's form, or a forged one. The bare status becomes an error page.
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await Problems
            .Problem(
                400,
                "antiforgery",
                "Missing anti-forgery token",
                $"A request with the session cookie needs the header {Header}. In scripts, use "
                    + "an API token instead."
            )
            .ExecuteAsync(context);
    }

    private static bool IsConcerned(HttpContext context)
    {
        var method = context.Request.Method;
        var changes = !(
            HttpMethods.IsGet(method)
            || HttpMethods.IsHead(method)
            || HttpMethods.IsOptions(method)
            || HttpMethods.IsTrace(method)
        );
        return changes
            && GatewaySchemes.SchemeOf(context) == GatewaySchemes.Cookie
            && !Array.Exists(CheckedByThemselves, p => context.Request.Path == p);
    }

    private async Task<bool> IsValidAsync(HttpContext context)
    {
        // For the API, only the header counts. Reading a form would consume the body that is
        // forwarded to a service.
        var isApi = context.Request.Path.StartsWithSegments("/api");
        if (isApi && !context.Request.Headers.ContainsKey(Header))
        {
            return false;
        }

        if (!isApi && context.Request.HasFormContentType)
        {
            // Reading the form here reports what is wrong with it. The check would only report that
            // it failed.
            await context.Request.ReadFormAsync(context.RequestAborted);
        }

        return await antiforgery.IsRequestValidAsync(context);
    }
}
