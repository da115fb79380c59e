using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Insights;

/// <summary>The charts and their numbers.</summary>
internal sealed class InsightsFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [new("", "/insights", "insights", "Insights", 'n')];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<InsightsClient>();
        services.AddScoped<InsightsPages>();
    }

    public void Map(RouteGroupBuilder pages) => InsightsPages.Map(pages);
}
