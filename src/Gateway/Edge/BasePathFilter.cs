namespace Pir.Gateway.Edge;

/// <summary>
/// Outermost of all: what answers a request, pages for bare errors included, is below the base
/// path.
/// </summary>
internal sealed class BasePathFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.UseForwardedHeaders();
            app.UseMiddleware<BasePath>();
            app.UseCookiePolicy(
                new CookiePolicyOptions
                {
                    OnAppendCookie = c => Keep(c.Context, c.CookieOptions),
                    OnDeleteCookie = c => Keep(c.Context, c.CookieOptions),
                }
            );
            next(app);
        };

    /// <summary>
    /// Other programs at the same address neither see our cookies nor overwrite them.
    /// </summary>
    private static void Keep(HttpContext context, CookieOptions cookie)
    {
        if (context.Request.PathBase.HasValue && cookie.Path is null or "/")
        {
            cookie.Path = context.Request.PathBase;
        }
    }
}
