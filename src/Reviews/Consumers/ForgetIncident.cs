using Pir.Contracts.Incidents;
using Pir.Platform.Messaging;
using Pir.Reviews.Data;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Consumers;

/// <summary>Deletes the review of a deleted incident, with its published revisions.</summary>
internal sealed class ForgetIncident(ReviewDbContext db) : IHandle<IncidentDeleted>
{
    public async Task HandleAsync(
        IncidentDeleted fact,
        EventContext context,
        CancellationToken cancellationToken
    )
    {
        var id = fact.Incident.Id;
        var reviews = await db.RemoveAllAsync<Review>(r => r.IncidentId == id, cancellationToken);
        var ids = reviews.Select(r => r.Id).ToHashSet();
        await db.RemoveAllAsync(
            db.Revisions.Where(r => db.Reviews.Any(v => v.Id == r.ReviewId && v.IncidentId == id)),
            r => ids.Contains(r.ReviewId),
            cancellationToken
        );
        await db.RemoveAllAsync<IncidentFacts>(i => i.Id == id, cancellationToken);
    }
}
