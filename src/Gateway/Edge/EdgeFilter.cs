using Pir.Gateway.Edge.People;
using Pir.ServiceDefaults.Http.Reading;

namespace Pir.Gateway.Edge;

/// <summary>
/// Puts the edge in front of everything that a host maps. This is a start-up filter, because a host
/// could forget any other hook of a module.
/// </summary>
internal sealed class EdgeFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.UseMiddleware<ProviderReturn>();
            app.UseMiddleware<SecurityHeaders>();
            app.UseExceptionHandler();
            app.UseMiddleware<ReadableRequests>();
            app.UseMiddleware<WebhookBodyLimit>();
            // Authentication handles these paths itself, so the limiter below never sees them.
            app.UseWhen(RateLimits.IsProviderReturn, returns => returns.UseRateLimiter());
            // The host authenticates too, for hosts without an edge. The second time costs nothing,
            // because the handlers cache their result for the request.
            app.UseAuthentication();
            app.UseMiddleware<PublicAddressTeller>();
            app.UseRateLimiter();
            app.UseMiddleware<StreamWatch>();
            app.UseMiddleware<WebhookKeysSeen>();
            // Must come before the guard, which reads forms.
            app.UseMiddleware<ImageBodyLimit>();
            app.UseMiddleware<AntiforgeryGuard>();
            app.UseMiddleware<NamedPeople>();
            next(app);
        };
}
