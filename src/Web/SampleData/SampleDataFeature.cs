using Microsoft.AspNetCore.Routing;

namespace Pir.Web.SampleData;

/// <summary>Loading and removing the sample data, which the host provides.</summary>
internal sealed class SampleDataFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [
        new("Organization", "/sample-data", "inbox", "Sample data", Scope: Scopes.Admin)
        {
            IsAside = true,
        },
    ];

    public void Map(RouteGroupBuilder pages) => SampleDataPages.Map(pages);
}
