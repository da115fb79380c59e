using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Shared.Pages;

/// <summary>
/// A feature of the web, one per folder. It registers its services, places and pages; <see
/// cref="WebFeatures"/> lists all of them.
/// </summary>
internal interface IWebFeature
{
    /// <summary>Its places in the navigation, the palette and the keys.</summary>
    IReadOnlyList<Place> Places => [];

    /// <summary>Its commands in the palette, besides its places.</summary>
    IReadOnlyList<PaletteCommand> Commands => [];

    /// <summary>Registers its handlers and clients.</summary>
    void Add(IServiceCollection services) { }

    /// <summary>
    /// Maps its pages and forms, each with the access it requires (<see
    /// cref="PageAccessExtensions"/>).
    /// </summary>
    void Map(RouteGroupBuilder pages) { }
}
