using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Automation;

/// <summary>Rules that act when something happens to an incident.</summary>
internal sealed class AutomationFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [new("Organization", "/automation", "gear", "Automation", 'q', Scopes.IncidentsRead)];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<AutomationClient>();
        services.AddScoped<AutomationPages>();
    }

    public void Map(RouteGroupBuilder pages) => AutomationPages.Map(pages);
}
