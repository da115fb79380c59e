using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Features.Catalog;

/// <summary>The teams that own the services.</summary>
internal static class ServiceOwners
{
    /// <summary>The context with the owner of its service, where it names no team.</summary>
    public static async Task<IncidentContext> CompleteAsync(
        IntakeDbContext db,
        IncidentContext context,
        CancellationToken token
    )
    {
        if (context.Team is not null || context.Service is null)
        {
            return context;
        }

        var key = CatalogService.KeyOf(context.Service);
        var owner = await db
            .Catalog.Where(s => s.Key == key)
            .Select(s => s.Team)
            .SingleOrDefaultAsync(token);
        return context with { Team = owner };
    }
}
