using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.People;

/// <summary>People, their roles and their teams.</summary>
internal sealed class PeopleFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [
        new("Organization", "/people", "person", "People", 'p'),
        new("Organization", "/teams", "team", "Teams", 't'),
    ];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<PeopleClient>();
        services.AddScoped<DirectoryClient>();
        services.AddScoped<PeoplePages>();
        services.AddScoped<TeamPages>();
    }

    public void Map(RouteGroupBuilder pages)
    {
        PeoplePages.Map(pages);
        TeamPages.Map(pages);
    }
}
