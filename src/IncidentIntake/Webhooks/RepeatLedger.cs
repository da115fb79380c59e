using System.Runtime.InteropServices;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Repeats that are committed in the journal but not yet counted at their alerts. Written a few at
/// a time, together with other commits.
/// </summary>
public sealed class RepeatLedger
{
    private readonly Dictionary<Guid, (int Count, DateTime LastSeenAt)> _pending = [];
    private readonly Queue<Guid> _order = [];

    public int Count => _pending.Count;

    public void Add(Sighting sighting)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _pending,
            sighting.AlertId,
            out var exists
        );
        if (!exists)
        {
            _order.Enqueue(sighting.AlertId);
        }

        entry = (entry.Count + 1, sighting.At > entry.LastSeenAt ? sighting.At : entry.LastSeenAt);
    }

    /// <summary>Removes and returns those that have waited longest.</summary>
    public List<AlertRepeats> Take(int atMost)
    {
        var taken = new List<AlertRepeats>(Math.Min(atMost, _order.Count));
        while (taken.Count < atMost && _order.TryDequeue(out var id))
        {
            if (_pending.Remove(id, out var entry))
            {
                taken.Add(new(id, entry.Count, entry.LastSeenAt));
            }
        }

        return taken;
    }

    /// <summary>Returns those that could not be written.</summary>
    public void Return(IEnumerable<AlertRepeats> repeats)
    {
        foreach (var repeat in repeats)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(
                _pending,
                repeat.AlertId,
                out var exists
            );
            if (!exists)
            {
                _order.Enqueue(repeat.AlertId);
            }

            entry = (
                entry.Count + repeat.Count,
                repeat.LastSeenAt > entry.LastSeenAt ? repeat.LastSeenAt : entry.LastSeenAt
            );
        }
    }
}

/// <summary>How often an alert was reported again, and when last.</summary>
public sealed record AlertRepeats(Guid AlertId, int Count, DateTime LastSeenAt);
