using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Styleguide;

/// <summary>Every component in every state.</summary>
internal sealed class StyleguideFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [new("You", "/styleguide", "palette", "Style guide") { IsAside = true }];

    public void Map(RouteGroupBuilder pages) => StyleguidePages.Map(pages);
}
