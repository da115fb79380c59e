using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.AlertRules;

/// <summary>Routing rules and silences.</summary>
internal sealed class AlertRulesFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [new("Connections", "/alert-rules", "alert", "Alert rules", null, Scopes.IncidentsRead)];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<AlertRulesClient>();
        services.AddScoped<AlertRulePages>();
        services.AddScoped<SilencePages>();
    }

    public void Map(RouteGroupBuilder pages)
    {
        AlertRulePages.Map(pages);
        SilencePages.Map(pages);
    }
}
