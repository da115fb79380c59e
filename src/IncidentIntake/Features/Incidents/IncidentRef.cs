using Pir.Contracts.References;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class IncidentRef
{
    /// <summary>The incident that a path names; empty if it names none.</summary>
    public static IQueryable<Incident> Named(this IQueryable<Incident> incidents, string name)
    {
        var (id, number) = Reference.ToIncident(name) ?? new(null, null);
        return id is not null
            ? incidents.Where(i => i.Id == id)
            : incidents.Where(i => i.Number == number);
    }
}
