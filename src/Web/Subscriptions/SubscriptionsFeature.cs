using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Subscriptions;

/// <summary>Subscriptions and their deliveries.</summary>
internal sealed class SubscriptionsFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [new("Connections", "/subscriptions", "bell", "Subscriptions", 'u', Scopes.SubscriptionsRead)];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<NotificationClient>();
        services.AddScoped<SubscriptionPages>();
    }

    public void Map(RouteGroupBuilder pages) => SubscriptionPages.Map(pages);
}
