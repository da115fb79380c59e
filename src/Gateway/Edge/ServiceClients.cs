using System.Net.Http.Headers;
using Pir.Contracts.Events;
using Pir.Gateway.Edge.People;
using Pir.Gateway.Identity;
using Pir.Gateway.Start;

namespace Pir.Gateway.Edge;

/// <summary>
/// The HTTP clients with which pages call services, by service name. Each call carries the ticket
/// of the page's reader.
/// </summary>
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

    public static void AddServiceClients(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services.AddServiceDiscovery();
        services.AddTransient<TicketHandler>();
        services.AddSingleton<AccountNames>();
        services.AddTransient<NamedPeopleInCalls>();
        services.AddTransient<SelfCallHandler>();
        foreach (var name in Services)
        {
            if (IsApart(configuration, name))
            {
                services.AddClient(name, _ => AddressOf(name)).AddReplicas();
            }
            else
            {
                services.AddClient(name, OwnAddress);
            }
        }

        services
            .AddClient(GatewayModule.ServiceName, OwnAddress)
            .AddHttpMessageHandler<SelfCallHandler>();
    }

    /// <summary>
    /// Whether a service is a separate process: <c>services:{name}:http:{n}</c> has the address of
    /// each replica.
    /// </summary>
    public static bool IsApart(IConfiguration configuration, string service) =>
        configuration.GetSection($"services:{service}").Exists();

    /// <summary>An address that service discovery resolves to a replica.</summary>
    public static Uri AddressOf(string service) => new($"http://{service}");

    private static Uri OwnAddress(IServiceProvider provider) =>
        provider.GetRequiredService<PublicAddress>().OfOwnApi;

    private static IHttpClientBuilder AddClient(
        this IServiceCollection services,
        string name,
        Func<IServiceProvider, Uri> address
    ) =>
        services
            .AddHttpClient(
                name,
                (provider, client) =>
                {
                    client.BaseAddress = address(provider);
                    client.Timeout = TimeSpan.FromSeconds(10);
                }
            )
            .AddHttpMessageHandler<TicketHandler>()
            .AddHttpMessageHandler<NamedPeopleInCalls>();
}

/// <summary>Adds the ticket of the current request's caller.</summary>
internal sealed class TicketHandler(IHttpContextAccessor http, TicketCache tickets, SelfCall self)
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
                tickets.For(user, self.AddressOf(http.HttpContext))
            );
        }

        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Marks a call to our own API as internal.</summary>
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
