using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.ApiDocs;

/// <summary>The API reference. The host provides the documents and what draws them.</summary>
internal sealed class ApiDocsFeature : IWebFeature
{
    private const string Path = "/docs/api";

    public IReadOnlyList<Place> Places { get; } = [new("Connections", Path, "book", "API", 'd')];

    public void Map(RouteGroupBuilder pages) =>
        pages.ForEverybody().MapGet(Path, () => Page.Show<ApiDocsPage, ApiDocsModel>(new()));
}

/// <summary>The script loads what the page shows.</summary>
public sealed record ApiDocsModel;
