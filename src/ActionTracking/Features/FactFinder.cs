using Microsoft.EntityFrameworkCore;
using Pir.ActionTracking.Data;
using Pir.ActionTracking.Domain;
using Pir.Contracts.References;
using Pir.Platform.Persistence;

namespace Pir.ActionTracking.Features;

/// <summary>
/// Finds the incident or review that a request names; see <see cref="Projection"/> for how long it
/// waits.
/// </summary>
public sealed class FactFinder(ActionsDbContext db, TimeProvider clock)
{
    /// <summary>The incident by id, reference or number; null if there is none.</summary>
    public Task<IncidentFacts?> IncidentAsync(string key, CancellationToken token)
    {
        var incidents = db.Incidents.AsNoTracking();
        return Reference.ToIncident(key) switch
        {
            { Id: { } id } => Projection.WaitAsync(
                () => incidents.FirstOrDefaultAsync(i => i.Id == id, token),
                clock,
                token
            ),
            { Number: { } number } => Projection.WaitAsync(
                () => incidents.FirstOrDefaultAsync(i => i.Number == number, token),
                clock,
                token
            ),
            _ => Task.FromResult<IncidentFacts?>(null),
        };
    }

    /// <summary>The review; null if there is none.</summary>
    public Task<ReviewFacts?> ReviewAsync(Guid id, CancellationToken token) =>
        Projection.WaitAsync(
            () => db.Reviews.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, token),
            clock,
            token
        );
}
