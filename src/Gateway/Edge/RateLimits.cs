using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Pir.Gateway.Identity;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Edge;

/// <summary>Keeps one caller from taking what is for all: webhooks by key, people and tokens by who they are, strangers by address.</summary>
internal static class RateLimits
{
    private static readonly PathString[] Doors =
    [
        "/sign-in",
        "/setup",
        "/invitation",
        "/new-password",
        "/sign-in/passkey",
        "/api/me/password",
        "/account/password",
    ];

    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = 429;
            limiter.OnRejected = RejectAsync;
        });
        services
            .AddOptions<RateLimiterOptions>()
            .Configure<IOptions<GatewayOptions>>(
                (limiter, options) =>
                {
                    var limits = options.Value.RateLimits;
                    limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                        context => PartitionOf(context, limits)
                    );
                }
            );
    }

    private static RateLimitPartition<string> PartitionOf(
        HttpContext context,
        RateLimitOptions limits
    )
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/webhooks", out var rest))
        {
            return Bucket("webhook " + rest, limits.WebhooksPerSecond, limits.WebhookBurst);
        }

        if (path == "/alive" || path == "/health" || IsFromUs(context))
        {
            return RateLimitPartition.GetNoLimiter("none");
        }

        // With and without a slash at the end: both are answered.
        if (
            HttpMethods.IsPost(context.Request.Method)
            && Array.Exists(Doors, d => path.StartsWithSegments(d))
        )
        {
            return RateLimitPartition.GetFixedWindowLimiter(
                "door " + Address(context),
                _ =>
                    new()
                    {
                        PermitLimit = limits.SignInsPerMinute,
                        Window = TimeSpan.FromMinutes(1),
                    }
            );
        }

        return context.User.Identity?.IsAuthenticated == true
            ? Bucket(
                "caller " + context.User.FindFirstValue(PirClaims.Subject),
                limits.PerSecond,
                limits.Burst
            )
            : Bucket(
                "address " + Address(context),
                limits.AnonymousPerSecond,
                limits.AnonymousBurst
            );
    }

    // A page calls the services of its own process; its request has been counted already. Only we can make a ticket.
    private static bool IsFromUs(HttpContext context) =>
        GatewaySchemes.SchemeOf(context)?.StartsWith(Tickets.Scheme, StringComparison.Ordinal)
        == true;

    private static bool IsReader(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api")
        && (
            request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            || request.Headers.ContainsKey("HX-Request")
        );

    private static string Address(HttpContext context) =>
        context.Connection.RemoteIpAddress?.ToString() ?? "";

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
        if (IsReader(rejected.HttpContext.Request))
        {
            // A bare status, which the pages turn into words.
            rejected.HttpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        await Problems
            .Problem(429, "too-many-requests", "Too many requests", $"Try again in {seconds} s.")
            .ExecuteAsync(rejected.HttpContext);
    }
}
