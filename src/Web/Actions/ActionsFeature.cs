using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Actions;

/// <summary>Actions: the list, the board and the page of each action.</summary>
internal sealed class ActionsFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } = [new("", "/actions", "action", "Actions", 'a')];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<ActionClient>();
        services.AddScoped<ActionEdits>();
        services.AddScoped<ActionPages>();
        services.AddScoped<ActionListPages>();
    }

    public void Map(RouteGroupBuilder pages)
    {
        ActionListPages.Map(pages);
        ActionPages.Map(pages);
    }
}
