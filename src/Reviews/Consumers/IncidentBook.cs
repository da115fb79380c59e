using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Events;
using Pir.Contracts.Reviews;
using Pir.Platform.Messaging;
using Pir.Reviews.Data;
using Pir.Reviews.Domain;
using Pir.Reviews.Features;

namespace Pir.Reviews.Consumers;

/// <summary>
/// The incidents and reviews that a group of events is about, loaded in two queries for the whole
/// group.
/// </summary>
internal sealed class IncidentBook(ReviewDbContext db, Policies policies) : IPreload
{
    private readonly Dictionary<Guid, IncidentFacts?> _incidents = [];
    private readonly Dictionary<Guid, Review> _reviews = [];

    /// <summary>The rules for reviews while this group is handled.</summary>
    public PolicyRules Rules { get; private set; } = policies.Configured;

    public async Task PreloadAsync(
        IReadOnlyList<EventEnvelope> events,
        CancellationToken cancellationToken
    )
    {
        Rules = await policies.ReadAsync(cancellationToken);
        _incidents.Clear(); // Entities of an earlier attempt may be discarded.
        _reviews.Clear();
        var ids = events
            .Select(e => Guid.TryParse(e.Subject, out var id) ? id : Guid.Empty)
            .Distinct()
            .ToList();
        await LoadAsync(ids, cancellationToken);
    }

    /// <summary>Null for an unknown incident.</summary>
    public async Task<IncidentFacts?> FindIncidentAsync(
        Guid id,
        CancellationToken cancellationToken
    )
    {
        if (!_incidents.ContainsKey(id))
        {
            await LoadAsync([id], cancellationToken);
        }

        return _incidents[id];
    }

    /// <summary>Null while it has none. Without factors, actions, findings and revisions.</summary>
    public Review? ReviewOf(IncidentFacts incident) => _reviews.GetValueOrDefault(incident.Id);

    public void Add(IncidentFacts incident)
    {
        db.Incidents.Add(incident);
        _incidents[incident.Id] = incident;
    }

    public void Add(Review review)
    {
        db.Reviews.Add(review);
        _reviews[review.IncidentId] = review;
    }

    private async Task LoadAsync(List<Guid> ids, CancellationToken cancellationToken)
    {
        var incidents = await db
            .Incidents.Where(i => ids.Contains(i.Id))
            .ToDictionaryAsync(i => i.Id, cancellationToken);
        foreach (var id in ids)
        {
            _incidents[id] = incidents.GetValueOrDefault(id);
        }

        var reviewed = incidents
            .Values.Where(i => i.ReviewId is not null)
            .Select(i => i.Id)
            .ToList();
        if (reviewed.Count > 0)
        {
            foreach (
                var review in await db
                    .Reviews.Include(r => r.Attendees)
                    .Include(r => r.ReaderTeams)
                    .Include(r => r.AccessRequests)
                    .AsSplitQuery()
                    .Where(r => reviewed.Contains(r.IncidentId))
                    .ToListAsync(cancellationToken)
            )
            {
                _reviews[review.IncidentId] = review;
            }
        }
    }
}
