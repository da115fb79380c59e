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
/// Writes timeline entries for events. It loads everything that a group of events needs before it
/// handles the first, so that an alert storm costs a few statements, not a few per event.
/// </summary>
public sealed class TimelineWriter(TimelineDbContext db, Redactor redactor) : IPreload
{
    // Keeps each statement well below every database's limit of parameters.
    private const int Chunk = 500;

    // Not the context's own Local views: each read of one compares every entity with its original.
    private readonly Dictionary<Guid, IncidentRef> _incidents = [];
    private readonly HashSet<Guid> _recorded = [];
    private readonly List<TimelineEntry> _added = [];

    public async Task PreloadAsync(
        IReadOnlyList<EventEnvelope> events,
        CancellationToken cancellationToken
    )
    {
        // It runs again when a group is split up, on a context that may have been cleared.
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
    /// The incident as known before this group or from an earlier event in it; null for its first
    /// event.
    /// </summary>
    public IncidentRef? Find(Guid incidentId) => _incidents.GetValueOrDefault(incidentId);

    /// <summary>
    /// Stores the incident's state. Returns false and changes nothing if a newer one is known.
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
    /// Adds the event's entries unless they are there already. Raises no event for them: they only
    /// repeat an event that has been published.
    /// </summary>
    public void Add(EventEnvelope envelope, Guid incidentId, IReadOnlyList<Line> lines)
    {
        if (!_recorded.Add(envelope.Id))
        {
            return;
        }

        var entries = TimelineEntry.FromEvent(envelope, incidentId, lines, redactor).ToList();
        db.Entries.AddRange(entries);
        _added.AddRange(entries);
    }

    /// <summary>
    /// Moves the latest automatic entry of a kind of event to its corrected time.
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
                context.RecordedAt,
                redactor
            );
            if (before is not null && db.Entry(entry).State != EntityState.Added)
            {
                db.History.Add(before);
            }
        }
    }

    // People make corrections one at a time, so a query for each is fine.
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

    // Reads only the parts that name an incident. The whole events are read once, for their
    // handlers.
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
