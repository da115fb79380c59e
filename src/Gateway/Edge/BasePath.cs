using Microsoft.Extensions.Options;
using Pir.Gateway.Identity;

namespace Pir.Gateway.Edge;

/// <summary>
/// Serves the product below a path. Inside, paths do not contain the base path. Here the base path
/// is removed from requests and added to everything that leaves: links and forms of pages
/// (<see cref="BasePathHtml"/>), redirects, cookies. So no page, endpoint or redirect needs to know
/// the base path.
/// </summary>
internal sealed class BasePath(
    RequestDelegate next,
    IOptions<GatewayOptions> options,
    SelfCall self
)
{
    // Headers that send a browser or htmx to an address.
    private static readonly string[] Leading =
    [
        "Location",
        "HX-Redirect",
        "HX-Location",
        "HX-Push-Url",
        "HX-Replace-Url",
    ];

    private readonly PathString _configured = options.Value.BasePath();

    public Task InvokeAsync(HttpContext context)
    {
        var basePath = Of(context.Request);
        if (!basePath.HasValue || self.Is(context.Request))
        {
            return next(context);
        }

        // Some proxies remove the path, others keep it.
        if (context.Request.Path.StartsWithSegments(basePath, out var rest))
        {
            context.Request.Path = rest.HasValue ? rest : "/";
        }

        context.Request.PathBase = basePath;
        context.Response.OnStarting(AddToHeaders, context);
        return BasePathHtml.RunAsync(context, next);
    }

    /// <summary>
    /// From a trusted proxy (the framework has set it), otherwise from the configuration.
    /// </summary>
    private PathString Of(HttpRequest request) =>
        request.PathBase.Value?.TrimEnd('/') is { Length: > 0 } told
            ? new PathString(told)
            : _configured;

    private static Task AddToHeaders(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        foreach (var name in Leading)
        {
            if (IsOwnPath(headers[name]))
            {
                headers[name] = context.Request.PathBase + headers[name].ToString();
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// A path of the application: <c>/incidents</c>, but neither <c>//elsewhere</c> nor
    /// <c>#part</c>.
    /// </summary>
    internal static bool IsOwnPath(ReadOnlySpan<char> address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..];
}
