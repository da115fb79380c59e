using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.Platform.Messaging;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Consumers;

/// <summary>
/// Writes what events have to say. It looks everything up that a whole group of them needs before
/// the first is handled, so that an alert storm costs a few statements, not a few per event.
/// </summary>
public sealed class TimelineWriter(TimelineDbContext db) : IPreload
{
    // Keeps each statement well below every database's limit of parameters.
    private const int Chunk = 500;

    // Not the context's own Local views: each look at one would compare every entity with its
    // original.
    private readonly Dictionary<Guid, IncidentRef> _incidents = [];
    private readonly HashSet<Guid> _recorded = [];
    private readonly List<TimelineEntry> _added = [];

    public async Task PreloadAsync(
        IReadOnlyList<EventEnvelope> events,
        CancellationToken cancellationToken
    )
    {
        // It runs again where a group is taken apart, on a context that may have forgotten what it
        // knew.
        _incidents.Clear();
        _recorded.Clear();
        _added.Clear();
        foreach (var ids in events.SelectMany(IncidentsOf).Distinct().Chunk(Chunk))
        {
            var known = db.Incidents.Where(i => ids.Contains(i.Id)).AsAsyncEnumerable();
            await foreach (var incident in known.WithCancellation(cancellationToken))
            {
                _incidents[incident.Id] = incident;
            }
        }

        foreach (var ids in events.Select(e => e.Id).Chunk(Chunk))
        {
            var known = db.Entries.Where(e => ids.Contains(e.Id)).Select(e => e.Id);
            _recorded.UnionWith(await known.ToListAsync(cancellationToken));
        }
    }

    /// <summary>
    /// The incident as known before this group, or as an earlier event of it said; null where this
    /// is its first.
    /// </summary>
    public IncidentRef? Find(Guid incidentId) => _incidents.GetValueOrDefault(incidentId);

    /// <summary>
    /// Takes the incident's state over; false, and nothing changed, where a newer one is known.
    /// </summary>
    public bool Follow(IncidentState state, int version)
    {
        if (Find(state.Id) is not { } incident)
        {
            incident = new IncidentRef { Id = state.Id };
            db.Incidents.Add(incident);
            _incidents.Add(incident.Id, incident);
        }

        return incident.Follow(state, version);
    }

    /// <summary>
    /// Adds the event's lines; nothing where they are there already. No event is raised for them:
    /// they only repeat what the event itself has told everybody.
    /// </summary>
    public void Add(EventEnvelope envelope, Guid incidentId, IReadOnlyList<Line> lines)
    {
        if (!_recorded.Add(envelope.Id))
        {
            return;
        }

        var entries = TimelineEntry.FromEvent(envelope, incidentId, lines).ToList();
        db.Entries.AddRange(entries);
        _added.AddRange(entries);
    }

    /// <summary>
    /// Moves the latest automatic line of a kind of event to the time it turned out to have
    /// happened at.
    /// </summary>
    public async Task MoveAsync(
        Guid incidentId,
        string eventType,
        DateTime to,
        string reason,
        EventContext context,
        CancellationToken cancellationToken
    )
    {
        if (await FindLatestAsync(incidentId, eventType, cancellationToken) is { } entry)
        {
            var cut = reason.Truncated(EntryRules.MaxReason);
            var before = entry.Correct(
                new(Text: null, to, Kind: null, cut),
                context.Actor,
                context.RecordedAt
            );
            if (before is not null && db.Entry(entry).State != EntityState.Added)
            {
                db.History.Add(before);
            }
        }
    }

    // Corrections are made by people, one at a time, so this may ask the database each time.
    private async Task<TimelineEntry?> FindLatestAsync(
        Guid incidentId,
        string eventType,
        CancellationToken cancellationToken
    ) =>
        _added
            .Where(e => e.IncidentId == incidentId && e.EventType == eventType)
            .MaxBy(e => e.OccurredAt)
        ?? await db
            .Entries.Where(e => e.IncidentId == incidentId && e.EventType == eventType)
            .OrderByDescending(e => e.OccurredAt)
            .FirstOrDefaultAsync(cancellationToken);

    // Only the parts that name an incident are read here; the facts themselves are read once, for
    // their handlers.
    private static IEnumerable<Guid> IncidentsOf(EventEnvelope envelope)
    {
        if (Part(envelope.Data, "incident") is not { } incident)
        {
            yield break;
        }

        if (Id(incident, "id") is { } id)
        {
            yield return id;
        }

        if (Id(incident, "previousIncidentId") is { } previous)
        {
            yield return previous;
        }
    }

    private static JsonElement? Part(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object
        && data.TryGetProperty(name, out var part)
        && part.ValueKind == JsonValueKind.Object
            ? part
            : null;

    private static Guid? Id(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.TryGetGuid(out var id)
            ? id
            : null;
}
