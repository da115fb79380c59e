using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Policies;

/// <summary>The rules for reviews.</summary>
internal sealed class PoliciesFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [new("Organization", "/policies", "policy", "Policies", 'o')];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<PoliciesClient>();
        services.AddScoped<PolicyPages>();
    }

    public void Map(RouteGroupBuilder pages) => PolicyPages.Map(pages);
}
