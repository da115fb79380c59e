using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Events;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Platform.Messaging;

namespace Pir.Notifications.Consumers;

/// <summary>
/// Data for the events of one group, loaded in four queries: the subscriptions, the channel policy,
/// the events that are already in the log, and the incidents.
/// </summary>
public sealed class EventGroup(NotificationDbContext db) : IPreload
{
    private readonly HashSet<Guid> _logged = [];
    private readonly HashSet<Guid> _queued = [];
    private List<Subscription> _all = [];
    private readonly Dictionary<Guid, KnownIncident> _incidents = [];

    /// <summary>
    /// The enabled subscriptions as seen by this transaction, so that every replica uses the same
    /// list.
    /// </summary>
    public IReadOnlyList<Subscription> Subscriptions { get; private set; } = [];

    /// <summary>The channel policy, in its order.</summary>
    public IReadOnlyList<ChannelRule> ChannelRules { get; private set; } = [];

    public async Task PreloadAsync(
        IReadOnlyList<EventEnvelope> events,
        CancellationToken cancellationToken
    )
    {
        _queued.Clear();
        _all = await db.Subscriptions.AsNoTracking().ToListAsync(cancellationToken);
        Subscriptions = _all.FindAll(s => s.IsEnabled);
        ChannelRules = await db
            .ChannelRules.AsNoTracking()
            .OrderBy(r => r.Position)
            .ThenBy(r => r.Id)
            .ToListAsync(cancellationToken);
        await LoadLoggedAsync(events, cancellationToken);
        await LoadIncidentsAsync(events, cancellationToken);
    }

    /// <summary>Name of a subscription, even a disabled one; null if there is none.</summary>
    public string? NameOf(Guid subscription) => _all.Find(s => s.Id == subscription)?.ShownName;

    /// <summary>True the first time a delivery is added for an event of this group.</summary>
    public bool IsFirst(Guid delivery) => _queued.Add(delivery);

    /// <summary>True the first time an event is seen.</summary>
    public bool IsNew(Guid eventId) => _logged.Add(eventId);

    /// <summary>
    /// The event's facets, completed from earlier events about the incident. An incident's own
    /// event updates them.
    /// </summary>
    public EventFacets Complete(EventEnvelope envelope, EventFacets facets)
    {
        var isLast = EventCatalog.Find(envelope.Type) is { IsDeletion: true };
        if (isLast || facets.IncidentId is not { } id)
        {
            return facets;
        }

        if (envelope.Source == EventCatalog.Intake)
        {
            Learn(id, envelope.Version, facets);
            return facets;
        }

        var tells =
            facets.Service is not null || facets.Severity is not null || facets.Team is not null;
        if (!_incidents.TryGetValue(id, out var known))
        {
            return facets;
        }

        // Each event says so itself, because it may arrive before the incident's own.
        var isSilent = facets.IsSilent || known.IsSilent;
        return (tells ? facets : known.Facets) with { IsSilent = isSilent };
    }

    private void Learn(Guid id, int version, EventFacets facets)
    {
        if (!_incidents.TryGetValue(id, out var known))
        {
            _incidents[id] = known = new() { Id = id };
            db.Incidents.Add(known);
        }
        else if (version <= known.Version || facets == known.Facets)
        {
            return; // Older, or nothing new. A storm must not rewrite the row with each alert.
        }

        known.Number = facets.IncidentNumber;
        known.Service = facets.Service;
        known.Severity = facets.Severity;
        known.Team = facets.Team;
        known.IsSilent = facets.IsSilent;
        known.Version = version;
    }

    private async Task LoadLoggedAsync(IReadOnlyList<EventEnvelope> events, CancellationToken token)
    {
        _logged.Clear();
        foreach (var chunk in events.Select(e => e.Id).Chunk(500))
        {
            _logged.UnionWith(
                await db
                    .Events.Where(e => chunk.Contains(e.EventId))
                    .Select(e => e.EventId)
                    .ToListAsync(token)
            );
        }
    }

    private async Task LoadIncidentsAsync(
        IReadOnlyList<EventEnvelope> events,
        CancellationToken token
    )
    {
        _incidents.Clear();
        var ids = events.Select(e => EventFacets.Read(e.Data).IncidentId).OfType<Guid>().Distinct();
        foreach (var chunk in ids.Chunk(500))
        {
            foreach (
                var known in await db.Incidents.Where(i => chunk.Contains(i.Id)).ToListAsync(token)
            )
            {
                _incidents[known.Id] = known;
            }
        }
    }
}
