using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Pir.Gateway.Edge;

/// <summary>
/// Requests with images or evidence may be larger than other requests, but only for signed-in
/// callers. The service applies its own limit.
/// </summary>
internal sealed class ImageBodyLimit(RequestDelegate next, IOptions<GatewayOptions> options)
{
    private readonly long _limit = options.Value.ImageBodyLimit;

    public Task InvokeAsync(HttpContext context)
    {
        if (
            HttpMethods.IsPost(context.Request.Method)
            && IsImage(context.Request.Path.Value ?? "")
            && context.User.Identity?.IsAuthenticated == true
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>()
                is { IsReadOnly: false } feature
        )
        {
            feature.MaxRequestBodySize = _limit;
        }

        return next(context);
    }

    // The paths of the API, and of the pages' forms that add an entry or evidence.
    private static bool IsImage(string path) =>
        (
            path.StartsWith("/api/incidents/", StringComparison.Ordinal)
            && (
                path.EndsWith("/attachments", StringComparison.Ordinal)
                || path.EndsWith("/evidence/files", StringComparison.Ordinal)
            )
        )
        || (
            path.StartsWith("/incidents/", StringComparison.Ordinal)
            && (
                path.EndsWith("/timeline", StringComparison.Ordinal)
                || path.EndsWith("/evidence", StringComparison.Ordinal)
            )
        );
}
