using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Reviews;

/// <summary>Reviews, from preparation to published revisions.</summary>
internal sealed class ReviewsFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [new("", "/reviews", "review", "Reviews", 'r', null, "/published")];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<ReviewClient>();
        services.AddScoped<ReviewPages>();
        services.AddScoped<PresencePages>();
    }

    public void Map(RouteGroupBuilder pages)
    {
        ReviewRoutes.Map(pages);
        PresencePages.Map(pages);
    }
}
