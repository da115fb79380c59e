using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Pir.Gateway.Identity;
using Pir.Gateway.Oidc;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Edge;

/// <summary>
/// Keeps one caller from using up everybody's capacity. Webhooks are counted by key once the key
/// has been valid, people and tokens by identity, anonymous callers by address.
/// </summary>
internal static class RateLimits
{
    private const int BytesOfNetwork = 8;

    private static readonly PathString[] Doors =
    [
        "/sign-in",
        "/setup",
        "/invitation",
        "/new-password",
        "/api/me/password",
        "/account/password",
    ];

    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddSingleton<WebhookKeys>();
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = 429;
            limiter.OnRejected = RejectAsync;
        });
        services
            .AddOptions<RateLimiterOptions>()
            .Configure<IOptions<GatewayOptions>, WebhookKeys>(
                (limiter, options, keys) =>
                {
                    var limits = options.Value.RateLimits;
                    limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                        context => PartitionOf(context, limits, keys)
                    );
                }
            );
    }

    private static RateLimitPartition<string> PartitionOf(
        HttpContext context,
        RateLimitOptions limits,
        WebhookKeys keys
    )
    {
        var path = context.Request.Path;
        if (WebhookKeys.IsWebhook(context))
        {
            return keys.ProvenKeyOf(context) is { } key
                ? Bucket("webhook " + key, limits.WebhooksPerSecond, limits.WebhookBurst)
                : Stranger("webhooks from ", context, limits);
        }

        if (path == "/alive" || path == "/health" || IsFromUs(context))
        {
            return RateLimitPartition.GetNoLimiter("none");
        }

        // With and without a trailing slash, because both work.
        if (
            HttpMethods.IsPost(context.Request.Method)
            && Array.Exists(Doors, d => path.StartsWithSegments(d))
        )
        {
            return Door("door ", context, limits);
        }

        if (IsProviderReturn(context))
        {
            return Door("return ", context, limits);
        }

        return context.User.Identity?.IsAuthenticated == true
            ? Bucket(
                "caller " + context.User.FindFirstValue(PirClaims.Subject),
                limits.PerSecond,
                limits.Burst
            )
            : Stranger("address ", context, limits);
    }

    /// <summary>Whether the request is a return from the single sign-on provider.</summary>
    internal static bool IsProviderReturn(HttpContext context) =>
        context.Request.Path == OidcScheme.CallbackPath;

    private static RateLimitPartition<string> Door(
        string kind,
        HttpContext context,
        RateLimitOptions limits
    ) =>
        RateLimitPartition.GetFixedWindowLimiter(
            kind + Address(context),
            _ => new() { PermitLimit = limits.SignInsPerMinute, Window = TimeSpan.FromMinutes(1) }
        );

    private static RateLimitPartition<string> Stranger(
        string kind,
        HttpContext context,
        RateLimitOptions limits
    ) => Bucket(kind + Address(context), limits.AnonymousPerSecond, limits.AnonymousBurst);

    // A page calls the services in its own process, and its request has already been counted. Only
    // we can issue a ticket.
    internal static bool IsFromUs(HttpContext context) =>
        GatewaySchemes.SchemeOf(context)?.StartsWith(Tickets.Scheme, StringComparison.Ordinal)
        == true;

    private static bool IsReader(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api")
        && (
            request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            || request.Headers.ContainsKey("HX-Request")
        );

    // Whoever has one IPv6 address has the whole network.
    private static string Address(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
        {
            return "";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, BytesOfNetwork))
            : address.ToString();
    }

    private static RateLimitPartition<string> Bucket(string key, int perSecond, int burst) =>
        RateLimitPartition.GetTokenBucketLimiter(
            key,
            _ =>
            {
                var perPeriod = Math.Max(1, perSecond / 10);
                return new()
                {
                    TokenLimit = Math.Max(burst, perPeriod),
                    TokensPerPeriod = perPeriod,
                    ReplenishmentPeriod = TimeSpan.FromSeconds((double)perPeriod / perSecond),
                };
            }
        );

    private static async ValueTask RejectAsync(
        OnRejectedContext rejected,
        CancellationToken cancellationToken
    )
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
            ? after
            : TimeSpan.FromSeconds(1);
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString();
        if (WebhookKeys.IsWebhook(rejected.HttpContext))
        {
            // Not 429, because Alertmanager treats that as final and drops the alert.
            await Problems
                .Busy($"Too many webhooks. Send this one again in {seconds} s.")
                .ExecuteAsync(rejected.HttpContext);
            return;
        }

        if (IsReader(rejected.HttpContext.Request))
        {
            // The bare status becomes an error page.
            rejected.HttpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        await Problems
            .Problem(429, "too-many-requests", "Too many requests", $"Try again in {seconds} s.")
            .ExecuteAsync(rejected.HttpContext);
    }
}
