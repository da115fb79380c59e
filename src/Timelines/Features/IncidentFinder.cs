using Microsoft.EntityFrameworkCore;
using Pir.Contracts.References;
using Pir.Platform.Persistence;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>
/// Finds the incident that a request names; <see cref="Projection"/> says how long it waits.
/// </summary>
public sealed class IncidentFinder(TimelineDbContext db, TimeProvider clock)
{
    /// <summary>The incident, or null if there is none.</summary>
    public Task<IncidentRef?> FindAsync(string key, CancellationToken cancellationToken) =>
        Reference.ToIncident(key) is { } named
            ? Projection.WaitAsync(
                () => ReadAsync(named, cancellationToken),
                clock,
                cancellationToken
            )
            : Task.FromResult<IncidentRef?>(null);

    private Task<IncidentRef?> ReadAsync(Reference key, CancellationToken cancellationToken)
    {
        var incidents = db.Incidents.AsNoTracking();
        return key.Id is { } id
            ? incidents.FirstOrDefaultAsync(i => i.Id == id, cancellationToken)
            : incidents.FirstOrDefaultAsync(i => i.Number == key.Number, cancellationToken);
    }
}
