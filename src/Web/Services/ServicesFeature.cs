using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Services;

/// <summary>The service catalog.</summary>
internal sealed class ServicesFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [new("", "/services", "service", "Services", 'v', Scopes.IncidentsRead)];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<ServicesClient>();
        services.AddScoped<ServicePages>();
    }

    public void Map(RouteGroupBuilder pages) => ServicePages.Map(pages);
}
