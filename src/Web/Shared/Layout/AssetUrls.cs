using System.Collections.Frozen;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace Pir.Web.Shared.Layout;

/// <summary>
/// Addresses of scripts and styles, with a fingerprint so that browsers can cache them forever.
/// </summary>
internal sealed class AssetUrls(EndpointDataSource endpoints)
{
    private readonly Lazy<FrozenDictionary<string, string>> _routes = new(() => Read(endpoints));

    /// <param name="name">Path below <c>assets/</c>.</param>
    public string this[string name] =>
        _routes.Value.GetValueOrDefault($"assets/{name}", $"/assets/{name}");

    private static FrozenDictionary<string, string> Read(EndpointDataSource endpoints)
    {
        var routes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var asset in endpoints.Endpoints.Select(e =>
                e.Metadata.GetMetadata<StaticAssetDescriptor>()
            )
        )
        {
            if (asset?.Properties.FirstOrDefault(p => p.Name == "label")?.Value is { } label)
            {
                routes[label] = "/" + asset.Route;
            }
        }

        return routes.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
