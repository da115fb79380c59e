using Pir.IncidentIntake.Data;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// The latest firing of each fingerprint, for entries that are not yet in the index on disk. The
/// index is not in time order: writing it in each commit would cost a page per alert, more than
/// everything else together. Entries wait here until many fall on the same page. Only for the
/// database's only writer, on its thread. After a crash, the entries are found again from
/// <see cref="Watermark"/> on.
/// </summary>
public sealed class LatestAlerts
{
    private const int Buckets = 4_096;

    private readonly Dictionary<Guid, Guid> _alerts = [];

    /// <summary>Keys by their leading bits, in the order of the index.</summary>
    private readonly List<Guid>?[] _buckets = new List<Guid>?[Buckets];
    private int _next;

    // Every entry is written within one cycle through the buckets. The earliest entries of the last
    // cycle and of this one are the bounds of what is left.
    private Guid? _earliestBefore;
    private Guid? _earliest;
    private Guid _newest;

    public int Count => _alerts.Count;

    /// <summary>
    /// Every alert whose entry is not on disk has this id or a later one; null while nothing was
    /// added.
    /// </summary>
    public Guid? Watermark => _alerts.Count > 0 ? Min(_earliestBefore, _earliest) : Newest;

    private Guid? Newest => _newest == Guid.Empty ? null : _newest;

    /// <summary>The value of <see cref="Watermark"/> if these alerts were added.</summary>
    public Guid? WatermarkWith(IEnumerable<AlertKey> more)
    {
        var watermark = Watermark;
        foreach (var entry in more)
        {
            watermark = Min(watermark, entry.AlertId);
        }

        return watermark;
    }

    public Guid? Find(Guid key) => _alerts.TryGetValue(key, out var alert) ? alert : null;

    /// <summary>Adds committed alerts.</summary>
    public void Add(IEnumerable<AlertKey> entries)
    {
        foreach (var entry in entries)
        {
            if (!_alerts.ContainsKey(entry.Key))
            {
                (_buckets[BucketOf(entry.Key)] ??= []).Add(entry.Key);
            }

            _alerts[entry.Key] = entry.AlertId;
            _earliest = Min(_earliest, entry.AlertId);
            _newest = entry.AlertId.CompareTo(_newest) > 0 ? entry.AlertId : _newest;
        }
    }

    /// <summary>
    /// Neighbours in the index, to be written next; call <see cref="Written"/> after the commit.
    /// </summary>
    /// <param name="atLeast">How many, as long as there are so many.</param>
    public LatestAlertsPart Next(int atLeast)
    {
        var entries = new List<AlertKey>();
        var end = _next;
        for (; end < Buckets && entries.Count < atLeast; end++)
        {
            foreach (var key in _buckets[end] ?? [])
            {
                entries.Add(new() { Key = key, AlertId = _alerts[key] });
            }
        }

        return new(entries, end);
    }

    /// <returns>True if the <see cref="Watermark"/> may have risen.</returns>
    public bool Written(LatestAlertsPart part)
    {
        foreach (var entry in part.Entries)
        {
            _alerts.Remove(entry.Key);
        }

        for (var bucket = _next; bucket < part.End; bucket++)
        {
            _buckets[bucket]?.Clear();
        }

        _next = part.End;
        if (_next == Buckets)
        {
            (_next, _earliestBefore, _earliest) = (0, _earliest, null);
            return true;
        }

        return _alerts.Count == 0;
    }

    private static int BucketOf(Guid key)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes);
        return (bytes[0] << 4) | (bytes[1] >> 4);
    }

    private static Guid? Min(Guid? a, Guid? b) =>
        a is null ? b
        : b is null ? a
        : a.Value.CompareTo(b.Value) <= 0 ? a
        : b;
}

/// <summary>Some of the waiting entries.</summary>
/// <param name="Entries">In the order of the index, roughly.</param>
/// <param name="End">Bucket behind the last of them.</param>
public sealed record LatestAlertsPart(IReadOnlyList<AlertKey> Entries, int End);
