using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Pir.Gateway.Edge;

/// <summary>
/// Webhooks are anonymous until their key is checked, so their bodies are cut off at this limit.
/// The beginning is kept, because the intake can still read alerts from it. A refusal would lose
/// everything, and the sender would send the same body again.
/// </summary>
internal sealed class WebhookBodyLimit(RequestDelegate next, IOptions<GatewayOptions> options)
{
    private readonly long _limit = options.Value.WebhookBodyLimit;

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/webhooks"))
        {
            return next(context);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null; // The limit cuts instead of refusing.
        }

        if (context.Request.ContentLength is not { } length || length > _limit)
        {
            context.Request.ContentLength = null;
            context.Request.Body = new CutStream(context.Request.Body, _limit);
        }

        return next(context);
    }
}
