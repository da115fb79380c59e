using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Engagement;

/// <summary>Who is engaged in which incidents, and what happens if nobody acknowledges.</summary>
internal sealed class EngagementFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [new("Organization", "/engagement", "bell", "Engagement", 'w', Scopes.IncidentsRead)];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<EngagementClient>();
        services.AddScoped<EngagementPages>();
    }

    public void Map(RouteGroupBuilder pages) => EngagementPages.Map(pages);
}
