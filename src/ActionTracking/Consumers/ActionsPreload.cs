using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Pir.ActionTracking.Data;
using Pir.ActionTracking.Domain;
using Pir.Contracts.Events;
using Pir.Platform.Messaging;

namespace Pir.ActionTracking.Consumers;

/// <summary>
/// Loads what a whole group of events needs in a few statements, and reserves the numbers of its
/// new actions.
/// </summary>
public sealed class ActionsPreload(ActionsDbContext db, ActionNumbers numbers) : IPreload
{
    // Keeps each statement well below the parameter limit of every database.
    private const int Chunk = 500;

    // Not the context's own Local views: each access would compare every entity with its
    // original.
    private readonly Dictionary<Guid, ActionItem> _actions = [];
    private readonly Dictionary<Guid, IncidentFacts> _incidents = [];
    private readonly Dictionary<Guid, ReviewFacts> _reviews = [];

    public async Task PreloadAsync(
        IReadOnlyList<EventEnvelope> events,
        CancellationToken cancellationToken
    )
    {
        // It runs again when a group is split up, on a context that may have been cleared.
        _actions.Clear();
        _incidents.Clear();
        _reviews.Clear();
        await LoadIncidentsAsync(events, cancellationToken);
        foreach (var ids in IdsOf(events, "review").Chunk(Chunk))
        {
            var reviews = await db
                .Reviews.Include(r => r.Readers)
                .Where(r => ids.Contains(r.Id))
                .ToListAsync(cancellationToken);
            reviews.ForEach(Add);
        }

        var proposed = IdsOf(events, "action").ToList();
        foreach (var ids in proposed.Chunk(Chunk))
        {
            var actions = await db
                .Actions.Where(a => ids.Contains(a.Id))
                .ToListAsync(cancellationToken);
            actions.ForEach(Add);
        }

        await numbers.ReserveAsync(proposed.Count(id => Action(id) is null), cancellationToken);
    }

    /// <summary>
    /// The action as stored before this group, or as an earlier event of the group left it.
    /// </summary>
    public ActionItem? Action(Guid id) => _actions.GetValueOrDefault(id);

    public IncidentFacts? Incident(Guid id) => _incidents.GetValueOrDefault(id);

    public ReviewFacts? Review(Guid id) => _reviews.GetValueOrDefault(id);

    /// <summary>All actions of an incident that this group has an event about.</summary>
    public IEnumerable<ActionItem> ActionsOf(Guid incidentId) =>
        _actions.Values.Where(a => a.IncidentId == incidentId);

    /// <summary>Adds what a handler has just created, for later handlers.</summary>
    public void Add(ActionItem action) => _actions[action.Id] = action;

    /// <inheritdoc cref="Add(ActionItem)"/>
    public void Add(IncidentFacts incident) => _incidents[incident.Id] = incident;

    /// <inheritdoc cref="Add(ActionItem)"/>
    public void Add(ReviewFacts review) => _reviews[review.Id] = review;

    private async Task LoadIncidentsAsync(
        IReadOnlyList<EventEnvelope> events,
        CancellationToken token
    )
    {
        foreach (var ids in IdsOf(events, "incident").Chunk(Chunk))
        {
            var incidents = await db.Incidents.Where(i => ids.Contains(i.Id)).ToListAsync(token);
            incidents.ForEach(Add);
            var theirs = db.Actions.Where(a =>
                a.IncidentId != null && ids.Contains(a.IncidentId.Value)
            );
            (await theirs.ToListAsync(token)).ForEach(Add);
        }
    }

    // Reads only the ids here; the handlers parse the facts themselves.
    private static IEnumerable<Guid> IdsOf(IReadOnlyList<EventEnvelope> events, string part) =>
        events.Select(e => IdOf(e.Data, part)).OfType<Guid>().Distinct();

    private static Guid? IdOf(JsonElement data, string part) =>
        data.ValueKind == JsonValueKind.Object
        && data.TryGetProperty(part, out var value)
        && value.ValueKind == JsonValueKind.Object
        && value.TryGetProperty("id", out var id)
        && id.ValueKind == JsonValueKind.String
        && id.TryGetGuid(out var guid)
            ? guid
            : null;
}
