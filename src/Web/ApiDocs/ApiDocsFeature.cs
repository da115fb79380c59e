namespace Pir.Web.ApiDocs;

/// <summary>The API's reference, a page of the host's.</summary>
internal sealed class ApiDocsFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [new("Connections", "/docs/api", "book", "API", 'd')];
}
