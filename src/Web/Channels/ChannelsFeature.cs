using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Channels;

/// <summary>The channel policy: who is told about which incidents, and where.</summary>
internal sealed class ChannelsFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [new("Connections", "/channels", "bell", "Channel policy", 'c', Scopes.IncidentsRead)];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<ChannelsClient>();
        services.AddScoped<ChannelPages>();
    }

    public void Map(RouteGroupBuilder pages) => ChannelPages.Map(pages);
}
