using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web;

/// <summary>The pages, for the process that hosts them.</summary>
public static class WebExtensions
{
    /// <summary>Registers what the pages need. The host adds authentication and the named HTTP clients.</summary>
    public static void AddPirWeb(this IServiceCollection services) => services.AddRazorComponents();

    /// <summary>Maps the pages.</summary>
    public static void MapPirWeb(this IEndpointRouteBuilder routes) =>
        ArgumentNullException.ThrowIfNull(routes);
}
