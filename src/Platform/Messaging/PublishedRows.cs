using System.Collections.Concurrent;

namespace Pir.Platform.Messaging;

/// <summary>
/// Outbox rows that are published and wait for their deletion. A writer that commits all the time
/// anyway takes the deletions along in its transactions; a commit for each round of the dispatcher
/// would stand in its way. Whatever nobody takes along the dispatcher deletes when it has nothing
/// else to do.
/// </summary>
public sealed class PublishedRows
{
    private readonly ConcurrentDictionary<long, bool> _waiting = new();
    private readonly ConcurrentQueue<long> _offered = new();

    public int Count => _waiting.Count;

    /// <summary>
    /// True from the confirm until the deletion's commit: not to be published again.
    /// </summary>
    public bool Contains(long id) => _waiting.ContainsKey(id);

    public void Add(IEnumerable<long> ids)
    {
        foreach (var id in ids)
        {
            _waiting[id] = true;
            _offered.Enqueue(id);
        }
    }

    /// <summary>
    /// Rows to delete in the caller's transaction, each offered once; say <see cref="Deleted"/>
    /// after the commit, or <see cref="Return"/> them.
    /// </summary>
    public List<long> Take(int atMost)
    {
        var taken = new List<long>();
        while (taken.Count < atMost && _offered.TryDequeue(out var id))
        {
            taken.Add(id);
        }

        return taken;
    }

    public void Deleted(IEnumerable<long> ids)
    {
        foreach (var id in ids)
        {
            _waiting.TryRemove(id, out _);
        }
    }

    /// <summary>The deletion was not committed.</summary>
    public void Return(IEnumerable<long> ids)
    {
        foreach (var id in ids)
        {
            _offered.Enqueue(id);
        }
    }
}
