using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Edge;

/// <summary>Webhooks come from strangers until their key is checked: their bodies are kept small.</summary>
internal sealed class WebhookBodyLimit(RequestDelegate next, IOptions<GatewayOptions> options)
{
    private readonly long _limit = options.Value.WebhookBodyLimit;

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/webhooks"))
        {
            return next(context);
        }

        if (context.Request.ContentLength > _limit)
        {
            return TooLarge().ExecuteAsync(context);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = _limit;
        }

        return next(context);
    }

    private Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult TooLarge() =>
        Problems.Problem(
            413,
            "too-large",
            "Too large",
            $"A webhook's body may have {_limit} bytes at most."
        );
}
