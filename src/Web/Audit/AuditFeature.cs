using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Audit;

/// <summary>Who did what.</summary>
internal sealed class AuditFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [new("Organization", "/audit", "audit", "Audit log", 'l', Scopes.Admin)];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<AuditClient>();
        services.AddScoped<AuditPages>();
    }

    public void Map(RouteGroupBuilder pages) => AuditPages.Map(pages);
}
