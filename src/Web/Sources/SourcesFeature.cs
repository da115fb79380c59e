using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Sources;

/// <summary>Sources and their deliveries.</summary>
internal sealed class SourcesFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [new("Connections", "/sources", "source", "Sources", 's', Scopes.SourcesRead, "/deliveries")];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<SourcesClient>();
        services.AddScoped<SourcePages>();
    }

    public void Map(RouteGroupBuilder pages) => SourcePages.Map(pages);
}
