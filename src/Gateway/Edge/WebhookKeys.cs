using System.Collections.Concurrent;

namespace Pir.Gateway.Edge;

/// <summary>
/// Webhook keys that have been valid before. Only these get their own rate limit, because an
/// attacker can make up a new key for each request.
/// </summary>
internal sealed class WebhookKeys
{
    private const string Root = "/webhooks";
    private const int MostKeys = 10_000;
    private readonly ConcurrentDictionary<string, bool> _proven = new(StringComparer.Ordinal);

    /// <summary>Whether the request is a webhook, however its path is written.</summary>
    public static bool IsWebhook(HttpContext context) =>
        context.Request.Path.StartsWithSegments(Root);

    /// <summary>The key in the path of a webhook, if it has been valid before.</summary>
    public string? ProvenKeyOf(HttpContext context) =>
        KeyOf(context) is { } key && _proven.ContainsKey(key) ? key : null;

    /// <summary>Learns from the response whether the key is valid.</summary>
    public void Learn(HttpContext context)
    {
        if (KeyOf(context) is not { } key)
        {
            return;
        }

        if (context.Response.StatusCode == StatusCodes.Status202Accepted)
        {
            if (_proven.Count >= MostKeys)
            {
                _proven.Clear(); // Valid keys are added again on their next use.
            }

            _proven[key] = true;
        }
        else if (context.Response.StatusCode == StatusCodes.Status404NotFound)
        {
            _proven.TryRemove(key, out _);
        }
    }

    // /webhooks/{kind}/{key}: the case of the kind and a trailing slash do not matter.
    private static string? KeyOf(HttpContext context) =>
        context.Request.Path.StartsWithSegments(Root, out var rest)
        && rest.Value?.Trim('/').Split('/') is [_, { Length: > 0 } key]
            ? key
            : null;
}

/// <summary>Shows <see cref="WebhookKeys"/> the response to each webhook.</summary>
internal sealed class WebhookKeysSeen(RequestDelegate next, WebhookKeys keys)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var isWebhook = WebhookKeys.IsWebhook(context);
        await next(context);
        if (isWebhook)
        {
            keys.Learn(context);
        }
    }
}
