using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Reviews;

/// <summary>Reviews, from preparation to published revisions.</summary>
internal sealed class ReviewsFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [new("", "/reviews", "review", "Reviews", 'r', null, "/published")];

    public IReadOnlyList<PaletteCommand> Commands { get; } =
    [
        new(
            "do-check-language",
            "review",
            "Check a text for blame",
            "language blameless words phrases",
            LanguagePages.Address,
            Scope: Scopes.ReviewsRead
        ),
    ];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<ReviewClient>();
        services.AddScoped<ReviewPages>();
        services.AddScoped<PresencePages>();
        services.AddScoped<LanguagePages>();
    }

    public void Map(RouteGroupBuilder pages)
    {
        ReviewRoutes.Map(pages);
        PresencePages.Map(pages);
        LanguagePages.Map(pages);
    }
}
