using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Pir.Contracts.Events;
using Pir.Gateway.Audit;
using Pir.Gateway.Identity;
using Pir.Gateway.Start;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Edge;

/// <summary>The HTTP clients the pages call the services with, by service name, each call carrying the ticket of the person the page is for.</summary>
internal static class ServiceClients
{
    public static IReadOnlyList<string> Services { get; } =
    [
        EventCatalog.Intake,
        EventCatalog.TimelineService,
        EventCatalog.Review,
        EventCatalog.ActionTracking,
        EventCatalog.Notification,
    ];

    public static void AddServiceClients(this IServiceCollection services)
    {
        services.AddSingleton<ServiceLocator>();
        services.AddTransient<TicketHandler>();
        services.AddTransient<AuditedCalls>();
        foreach (var name in Services.Append(GatewayModule.ServiceName))
        {
            services
                .AddHttpClient(
                    name,
                    (provider, client) =>
                    {
                        client.BaseAddress = provider
                            .GetRequiredService<ServiceLocator>()
                            .AddressOf(name);
                        client.Timeout = TimeSpan.FromSeconds(10);
                    }
                )
                .AddHttpMessageHandler<TicketHandler>()
                .AddHttpMessageHandler<AuditedCalls>();
        }

        services.AddTransient<SelfCallHandler>();
        services.AddHttpClient(GatewayModule.ServiceName).AddHttpMessageHandler<SelfCallHandler>();
    }
}

/// <summary>Finds a service: at its configured replicas in turn, else in this very process.</summary>
internal sealed class ServiceLocator(
    IConfiguration configuration,
    IOptions<GatewayOptions> options,
    PublicAddress address
)
{
    private uint _turn;

    public Uri AddressOf(string service)
    {
        // Our own API is in this very process, wherever the services are.
        var replicas =
            service == GatewayModule.ServiceName
                ? []
                : ServiceAddresses.For(configuration, service);
        if (replicas.Count > 0)
        {
            return replicas[(int)(Interlocked.Increment(ref _turn) % (uint)replicas.Count)];
        }

        return options.Value.InternalUrl is { } url
            ? new(url)
            : address.Loopback()
                ?? throw new InvalidOperationException(
                    $"Set services:{service}:http:0, or Gateway:InternalUrl: this process has no address of its own yet."
                );
    }
}

/// <summary>Adds the ticket of whoever the current request is from.</summary>
internal sealed class TicketHandler(IHttpContextAccessor http, TicketCache tickets)
    : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (
            request.Headers.Authorization is null
            && http.HttpContext?.User is { Identity.IsAuthenticated: true } user
        )
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Bearer",
                tickets.For(user)
            );
        }

        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Marks a call to our own API as ours.</summary>
internal sealed class SelfCallHandler(SelfCall self, IHttpContextAccessor http) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        self.Sign(request, http.HttpContext);
        return base.SendAsync(request, cancellationToken);
    }
}
