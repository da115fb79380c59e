namespace Pir.Gateway.Edge;

/// <summary>
/// The outermost filter, so that all responses, including error pages, are below the base path.
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
    /// Other programs at the same address can neither see nor overwrite our cookies.
    /// </summary>
    private static void Keep(HttpContext context, CookieOptions cookie)
    {
        if (context.Request.PathBase.HasValue && cookie.Path is null or "/")
        {
            cookie.Path = context.Request.PathBase;
        }
    }
}
