using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Pir.Web.Timeline;

namespace Pir.Web.Incidents;

/// <summary>Incidents, their list and its saved views.</summary>
internal sealed class IncidentsFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [
        new("", "/incidents", "incident", "Incidents", 'i'),
        new("Organization", "/severities", "policy", "Severities", Scope: Scopes.IncidentsRead),
    ];

    public IReadOnlyList<PaletteCommand> Commands { get; } =
    [
        new(
            "do-open",
            "plus",
            "Open an incident",
            "new declare create",
            "/incidents/new",
            Scope: Scopes.Incidents
        ),
        new(
            "do-drill",
            "plus",
            "Open a drill",
            "new exercise practice",
            "/incidents/new?drill=1",
            Scope: Scopes.Incidents
        ),
    ];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<IntakeClient>();
        services.AddScoped<IncidentListPages>();
        services.AddScoped<IncidentPages>();
        services.AddScoped<ITimelinePage>(p => p.GetRequiredService<IncidentPages>());
        services.AddScoped<JoinPages>();
        services.AddScoped<TaskPages>();
        services.AddScoped<IncidentEdits>();
        services.AddScoped<ViewsClient>();
        services.AddScoped<ViewPages>();
        services.AddScoped<BulkPages>();
        services.AddScoped<IncidentImportPages>();
        services.AddScoped<CustomerPages>();
        services.AddScoped<SeverityPages>();
    }

    public void Map(RouteGroupBuilder pages)
    {
        IncidentListPages.Map(pages);
        IncidentPages.Map(pages);
        JoinPages.Map(pages);
        TaskPages.Map(pages);
        ViewPages.Map(pages);
        BulkPages.Map(pages);
        IncidentImportPages.Map(pages);
        CustomerPages.Map(pages);
        SeverityPages.Map(pages);
    }
}
