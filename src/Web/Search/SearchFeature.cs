using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Search;

/// <summary>The search page and the palette's results.</summary>
internal sealed class SearchFeature : IWebFeature
{
    public void Add(IServiceCollection services)
    {
        services.AddScoped<SearchPages>();
    }

    public void Map(RouteGroupBuilder pages) => SearchPages.Map(pages);
}
