using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Shared.Pages;

/// <summary>
/// A folder of the web. It says itself what it registers, where it is found and which addresses it
/// answers; <see cref="WebFeatures"/> lists all of them.
/// </summary>
internal interface IWebFeature
{
    /// <summary>Its places in the navigation, the palette and the keys.</summary>
    IReadOnlyList<Place> Places => [];

    /// <summary>What the palette can do of it, beside going there.</summary>
    IReadOnlyList<PaletteCommand> Commands => [];

    /// <summary>Registers its handlers and clients.</summary>
    void Add(IServiceCollection services) { }

    /// <summary>
    /// Maps its pages and forms, each with who may use it (<see cref="PageAccessExtensions"/>).
    /// </summary>
    void Map(RouteGroupBuilder pages) { }
}
