using Pir.Contracts.References;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class IncidentRef
{
    /// <summary>The one that a path names, or none.</summary>
    public static IQueryable<Incident> Named(this IQueryable<Incident> incidents, string name)
    {
        var (id, number) = Reference.ToIncident(name) ?? new(null, null);
        return id is not null
            ? incidents.Where(i => i.Id == id)
            : incidents.Where(i => i.Number == number);
    }
}
