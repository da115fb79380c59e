using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Contracts.Events;
using Pir.Platform.Persistence;

namespace Pir.Platform.Messaging;

/// <summary>
/// Something that was deleted here. Events about it from before the deletion may still arrive.
/// They are ignored, so that they do not create it again.
/// </summary>
public sealed class Tombstone
{
    // Keeps each statement well below the parameter limit of every database.
    private const int Chunk = 500;

    /// <summary>The <see cref="EventRoot"/>.</summary>
    public Guid Id { get; init; }
    public DateTime At { get; init; }

    /// <summary>The roots of these events that are deleted.</summary>
    internal static async Task<HashSet<Guid>> FindAsync(
        PirDbContext db,
        IReadOnlyList<EventEnvelope> events,
        CancellationToken token
    )
    {
        var found = new HashSet<Guid>();
        foreach (var ids in RootsOf(events).Chunk(Chunk))
        {
            var dead = db.Tombstones.Where(t => ids.Contains(t.Id)).Select(t => t.Id);
            found.UnionWith(await dead.ToListAsync(token));
        }

        return found;
    }

    /// <summary>Whether one of these is deleted.</summary>
    internal static async Task<bool> AnyAsync(
        PirDbContext db,
        IEnumerable<Guid> roots,
        CancellationToken token
    )
    {
        foreach (var ids in roots.Chunk(Chunk))
        {
            if (await db.Tombstones.AnyAsync(t => ids.Contains(t.Id), token))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the events are about.</summary>
    internal static IEnumerable<Guid> RootsOf(IEnumerable<EventEnvelope> events) =>
        events.Select(e => EventRoot.Of(e.Data)).OfType<Guid>().Distinct();

    internal static void Map(EntityTypeBuilder<Tombstone> entity)
    {
        entity.ToTable("Tombstones");
        entity.HasKey(t => t.Id);
    }
}
