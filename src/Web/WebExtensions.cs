using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Pir.Web;

/// <summary>The pages, for the process that hosts them.</summary>
public static class WebExtensions
{
    /// <summary>
    /// Registers what the pages need. The host adds authentication, and the HTTP clients
    /// <c>incident-intake</c>, <c>timeline</c>, <c>review</c>, <c>action-tracking</c> and
    /// <c>notification</c> with base address and the user's ticket.
    /// </summary>
    public static void AddPirWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddAntiforgery();
        services.AddHttpContextAccessor();
        services.AddHttpClient();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AssetUrls>();
        // First, so that it also sees what the host's own filters refuse.
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, EmptyAnswers>());
        services.AddScoped<Zone>();
        services.AddScoped<UnreadFilters>();
        services.AddScoped<Viewer>();
        services.AddScoped<LivePage>();
        services.AddSingleton<KnownPages>();
        services.AddScoped<Places>();
        services.AddScoped<Forms>();
        services.AddScoped<ApiAccess>();
        services.AddScoped<EventStream>();
        foreach (var feature in WebFeatures.All)
        {
            feature.Add(services);
        }
    }

    /// <summary>Maps the pages and their scripts and styles.</summary>
    public static void MapPirWeb(this IEndpointRouteBuilder routes)
    {
        MapAssets(routes);
        WebFeatures.Map(routes);
    }

    private static void MapAssets(IEndpointRouteBuilder routes)
    {
        var environment = routes.ServiceProvider.GetRequiredService<IWebHostEnvironment>();
        var configuration = routes.ServiceProvider.GetRequiredService<IConfiguration>();
        FindAssets(environment, configuration);
        if (!environment.IsDevelopment())
        {
            // Otherwise an unpublished build would watch its files, forbid caching and skip
            // compression, as in Development.
            configuration["ReloadStaticAssetsAtRuntime"] ??= "false";
        }

        var manifest = $"{environment.ApplicationName}.staticwebassets.endpoints.json";
        // A test host has none and requests no styles.
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, manifest)))
        {
            routes.MapStaticAssets().AllowAnonymous();
        }
    }

    /// <summary>The process may be started from any folder, published or just built.</summary>
    private static void FindAssets(IWebHostEnvironment environment, IConfiguration configuration)
    {
        if (environment.WebRootFileProvider.GetFileInfo("assets/app.css").Exists)
        {
            return;
        }

        var published = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (Directory.Exists(published))
        {
            environment.WebRootPath = published;
            environment.WebRootFileProvider = new PhysicalFileProvider(published);
            return;
        }

        // Built and not published: the files are still where the build found them.
        StaticWebAssetsLoader.UseStaticWebAssets(environment, configuration);
    }
}
