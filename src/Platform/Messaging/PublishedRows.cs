using System.Collections.Concurrent;

namespace Pir.Platform.Messaging;

/// <summary>
/// Published outbox rows that are waiting to be deleted. A busy writer deletes them in its own
/// transactions, because a separate commit for each round of the dispatcher would slow it down. The
/// dispatcher deletes the rest when it has nothing else to do.
/// </summary>
public sealed class PublishedRows
{
    private readonly ConcurrentDictionary<long, bool> _waiting = new();
    private readonly ConcurrentQueue<long> _offered = new();

    public int Count => _waiting.Count;

    /// <summary>
    /// True from the confirmation until the deletion is committed. Such a row must not be published
    /// again.
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
    /// Rows to delete in the caller's transaction, each offered once. Call <see cref="Deleted"/>
    /// after the commit, or <see cref="Return"/> otherwise.
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
