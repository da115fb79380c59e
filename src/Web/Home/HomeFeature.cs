using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Home;

/// <summary>The home page: what needs the viewer's attention.</summary>
internal sealed class HomeFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } = [new("", "/", "home", "Home", 'h')];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<HomePages>();
    }

    public void Map(RouteGroupBuilder pages) => HomePages.Map(pages);
}
