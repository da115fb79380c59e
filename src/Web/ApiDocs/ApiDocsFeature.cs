namespace Pir.Web.ApiDocs;

/// <summary>The API reference, a page of the host.</summary>
internal sealed class ApiDocsFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [new("Connections", "/docs/api", "book", "API", 'd')];
}
