using Microsoft.EntityFrameworkCore;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Features.Catalog;

internal static class CatalogReading
{
    /// <summary>The owners of all services.</summary>
    public static async Task<ServiceOwners> OwnersAsync(
        this IntakeDbContext db,
        CancellationToken token
    ) => new(await db.Catalog.AsNoTracking().Where(s => s.Team != null).ToListAsync(token));

    /// <summary>The owner of one service.</summary>
    public static async Task<ServiceOwners> OwnerOfAsync(
        this IntakeDbContext db,
        string? service,
        CancellationToken token
    )
    {
        if (service is null)
        {
            return ServiceOwners.None;
        }

        var key = CatalogService.KeyOf(service);
        return new(await db.Catalog.AsNoTracking().Where(s => s.Key == key).ToListAsync(token));
    }
}
