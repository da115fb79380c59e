using Microsoft.Net.Http.Headers;
using Pir.Contracts.Events;
using Pir.Gateway.Identity;
using Pir.ServiceDefaults.Http;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Transforms;

namespace Pir.Gateway.Edge;

/// <summary>Routes public paths to the services, if each is a separate process.</summary>
internal static class ReverseProxy
{
    /// <summary>Suffix of the cluster for endless streams.</summary>
    private const string Streams = "-streams";

    private static readonly (string Path, string Service)[] Paths =
    [
        ("/api/incidents/{id}/timeline/{**rest}", EventCatalog.TimelineService),
        ("/api/incidents/{id}/tellings", EventCatalog.Notification),
        ("/api/incidents/{**rest}", EventCatalog.Intake),
        ("/api/sources/{**rest}", EventCatalog.Intake),
        ("/api/deliveries/{**rest}", EventCatalog.Intake),
        ("/api/services/{**rest}", EventCatalog.Intake),
        ("/api/alert-rules/{**rest}", EventCatalog.Intake),
        ("/api/silences/{**rest}", EventCatalog.Intake),
        ("/api/held-alerts/{**rest}", EventCatalog.Intake),
        ("/api/severities/{**rest}", EventCatalog.Intake),
        ("/api/engagement/{**rest}", EventCatalog.Intake),
        ("/api/automation/{**rest}", EventCatalog.Intake),
        ("/webhooks/{**rest}", EventCatalog.Intake),
        ("/api/reviews/{**rest}", EventCatalog.Review),
        ("/api/policies/reviews/{**rest}", EventCatalog.Review),
        ("/api/actions/{**rest}", EventCatalog.ActionTracking),
        ("/api/subscriptions/{**rest}", EventCatalog.Notification),
        ("/api/channel-rules/{**rest}", EventCatalog.Notification),
        ("/api/events/{**rest}", EventCatalog.Notification + Streams),
    ];

    public static void AddReverseProxyToServices(this WebApplicationBuilder builder)
    {
        var options = new GatewayOptions();
        builder.Configuration.GetSection("Gateway").Bind(options);
        builder
            .Services.AddReverseProxy()
            .LoadFromMemory([.. Routes()], [.. Clusters(builder.Configuration, options)])
            .AddServiceDiscoveryDestinationResolver()
            .ConfigureHttpClient((_, handler) => handler.ConnectTimeout = Replicas.ConnectTimeout)
            .AddTransforms(transforms => transforms.AddRequestTransform(ReplaceCredentials));
    }

    public static void MapReverseProxyToServices(this WebApplication app)
    {
        app.MapReverseProxy(proxy =>
        {
            proxy.Use(ExplainFailureAsync);
            proxy.Use(PassOverDeadReplicasAsync);
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
    }

    private static IEnumerable<RouteConfig> Routes()
    {
        foreach (var (path, cluster) in Paths)
        {
            yield return Route(path, cluster);
        }

        foreach (var service in ServiceClients.Services)
        {
            yield return Route($"/api/operations/{service}/{{**rest}}", service);
            yield return Route($"/openapi/{service}.json", service);
        }
    }

    private static RouteConfig Route(string path, string cluster) =>
        new()
        {
            RouteId = path,
            ClusterId = cluster,
            Match = new() { Path = path },
            // A webhook's key is its credential, and the service checks it.
            AuthorizationPolicy = path.StartsWith("/webhooks", StringComparison.Ordinal)
                ? "anonymous"
                : "default",
        };

    private static IEnumerable<ClusterConfig> Clusters(
        IConfiguration configuration,
        GatewayOptions options
    )
    {
        foreach (var service in ServiceClients.Services)
        {
            yield return Cluster(service, service, configuration, options.RequestTimeout);
        }

        yield return Cluster(
            EventCatalog.Notification + Streams,
            EventCatalog.Notification,
            configuration,
            TimeSpan.FromDays(1)
        );
    }

    private static ClusterConfig Cluster(
        string id,
        string service,
        IConfiguration configuration,
        TimeSpan timeout
    ) =>
        new()
        {
            ClusterId = id,
            Destinations = ServiceClients.IsApart(configuration, service)
                ? new Dictionary<string, DestinationConfig>(StringComparer.OrdinalIgnoreCase)
                {
                    [service] = new() { Address = ServiceClients.AddressOf(service).ToString() },
                }
                : null,
            LoadBalancingPolicy = LoadBalancingPolicies.RoundRobin,
            HttpRequest = new ForwarderRequestConfig
            {
                ActivityTimeout = timeout,
                Version = System.Net.HttpVersion.Version11,
            },
            HealthCheck = new()
            {
                // If no replica is healthy, trying is better than refusing.
                AvailableDestinationsPolicy = "HealthyOrPanic",
                Passive = new()
                {
                    Enabled = true,
                    Policy = "TransportFailureRate",
                    ReactivationPeriod = TimeSpan.FromSeconds(5),
                },
                Active = new()
                {
                    Enabled = true,
                    Policy = "ConsecutiveFailures",
                    Path = "/alive",
                    Interval = TimeSpan.FromSeconds(5),
                    Timeout = TimeSpan.FromSeconds(3),
                },
            },
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ConsecutiveFailuresHealthPolicy.Threshold"] = "2",
            },
        };

    /// <summary>Removes credentials. The service gets a ticket instead.</summary>
    private static ValueTask ReplaceCredentials(RequestTransformContext transform)
    {
        var headers = transform.ProxyRequest.Headers;
        headers.Remove(HeaderNames.Cookie);
        headers.Remove(HeaderNames.Authorization);
        headers.Remove(AntiforgeryGuard.Header);
        var http = transform.HttpContext;
        if (
            http.User.Identity?.IsAuthenticated == true
            && !http.Request.Path.StartsWithSegments("/webhooks")
        )
        {
            var services = http.RequestServices;
            var address = services.GetRequiredService<SelfCall>().AddressOf(http);
            headers.Authorization = new(
                "Bearer",
                services.GetRequiredService<TicketCache>().For(http.User, address)
            );
        }

        return default;
    }

    /// <summary>
    /// Health checks exclude a dead replica after a while. Until then, a request that could not be
    /// sent goes to the next replica.
    /// </summary>
    private static async Task PassOverDeadReplicasAsync(HttpContext context, RequestDelegate next)
    {
        var proxy = context.GetReverseProxyFeature();
        var untried = proxy.AvailableDestinations.ToList();
        await next(context);
        while (
            !context.Response.HasStarted
            && Replicas.NothingWasSent(context.Features.Get<IForwarderErrorFeature>()?.Exception)
            && untried.Remove(proxy.ProxiedDestination!)
            && untried.Count > 0
        )
        {
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.StatusCode = StatusCodes.Status200OK;
            proxy.AvailableDestinations = [.. untried];
            proxy.ProxiedDestination = null;
            await next(context);
        }
    }

    private static async Task ExplainFailureAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var response = context.Response;
        var error = context.Features.Get<IForwarderErrorFeature>()?.Error;
        if (
            response.HasStarted
            || (error is null && response.StatusCode != 503)
            || context.RequestAborted.IsCancellationRequested
        )
        {
            return;
        }

        var (status, code, title, detail) = response.StatusCode switch
        {
            413 => (
                413,
                "too-large",
                "Too large",
                "The body is larger than this endpoint accepts."
            ),
            400 or 408 => (
                response.StatusCode,
                "bad-request",
                "The request is not valid",
                "The body is incomplete."
            ),
            504 => (
                504,
                "timeout",
                "Timeout",
                "The service did not answer in time. The request may or may not have had an effect."
            ),
            _ => (
                503,
                "service-unavailable",
                "Service not available",
                "The service behind this path is not responding. Try again in a moment."
            ),
        };
        if (status == 503)
        {
            response.Headers.RetryAfter = "2";
        }

        await Problems.Problem(status, code, title, detail).ExecuteAsync(context);
    }
}
