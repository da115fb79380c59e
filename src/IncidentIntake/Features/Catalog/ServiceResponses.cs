using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Features.Catalog;

internal static class ServiceResponses
{
    private static readonly IncidentStatus[] Active =
    [
        IncidentStatus.Open,
        IncidentStatus.Acknowledged,
        IncidentStatus.Mitigated,
    ];

    /// <summary>A service with what only the whole catalog and the incidents know.</summary>
    public static async Task<ServiceResponse> DescribeAsync(
        CatalogService service,
        IntakeDbContext db,
        CancellationToken token
    ) => (await DescribeAsync([service], db, token))[0];

    /// <inheritdoc cref="DescribeAsync(CatalogService, IntakeDbContext, CancellationToken)"/>
    public static async Task<List<ServiceResponse>> DescribeAsync(
        IReadOnlyList<CatalogService> services,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var needs = await db
            .Catalog.AsNoTracking()
            .Select(s => new { s.Name, s.DependsOn })
            .ToListAsync(token);
        var usedBy = needs
            .SelectMany(s => s.DependsOn.Select(d => (User: s.Name, Key: CatalogService.KeyOf(d))))
            .ToLookup(d => d.Key, d => d.User, StringComparer.Ordinal);
        var active = await db
            .Incidents.Where(i => Active.Contains(i.Status) && !i.IsDrill && i.Service != null)
            .GroupBy(i => i.Service!)
            .Select(g => new { Service = g.Key, Count = g.Count() })
            .ToListAsync(token);
        var counts = active.ToLookup(
            a => CatalogService.KeyOf(a.Service),
            a => a.Count,
            StringComparer.Ordinal
        );
        return services
            .Select(s => new ServiceResponse(s.ToFields())
            {
                Id = s.Id,
                UsedBy = [.. usedBy[s.Key].Order(StringComparer.OrdinalIgnoreCase)],
                ActiveIncidents = counts[s.Key].Sum(),
                CreatedAt = s.CreatedAt,
                Version = s.Version,
            })
            .ToList();
    }
}
