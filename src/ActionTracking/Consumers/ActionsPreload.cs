using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Pir.Actions.Data;
using Pir.Actions.Domain;
using Pir.Contracts.Events;
using Pir.Platform.Messaging;

namespace Pir.Actions.Consumers;

/// <summary>Looks up, in a few statements, what a whole group of events will need, and takes the numbers its new actions will have.</summary>
public sealed class ActionsPreload(ActionsDbContext db, ActionNumbers numbers) : IPreload
{
    // Keeps each statement well below every database's limit of parameters.
    private const int Chunk = 500;

    public async Task PreloadAsync(
        IReadOnlyList<EventEnvelope> events,
        CancellationToken cancellationToken
    )
    {
        foreach (var ids in IdsOf(events, "incident").Chunk(Chunk))
        {
            await db.Incidents.Where(i => ids.Contains(i.Id)).LoadAsync(cancellationToken);
            await db
                .Actions.Where(a => a.IncidentId != null && ids.Contains(a.IncidentId.Value))
                .LoadAsync(cancellationToken);
        }

        foreach (var ids in IdsOf(events, "review").Chunk(Chunk))
        {
            await db.Reviews.Where(r => ids.Contains(r.Id)).LoadAsync(cancellationToken);
        }

        var proposed = IdsOf(events, "action").ToList();
        foreach (var ids in proposed.Chunk(Chunk))
        {
            await db.Actions.Where(a => ids.Contains(a.Id)).LoadAsync(cancellationToken);
        }

        await numbers.ReserveAsync(proposed.Count(id => Action(id) is null), cancellationToken);
    }

    /// <summary>The action as known before this group, or as an earlier event of it made it.</summary>
    public ActionItem? Action(Guid id) => db.Actions.Local.FindEntry(id)?.Entity;

    public IncidentFacts? Incident(Guid id) => db.Incidents.Local.FindEntry(id)?.Entity;

    public ReviewFacts? Review(Guid id) => db.Reviews.Local.FindEntry(id)?.Entity;

    // Only the ids are read here; the facts themselves are read once, for their handlers.
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
