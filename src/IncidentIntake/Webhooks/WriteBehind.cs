using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Messaging;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Deferred writes that need not be in the commit of a delivery: repeat counts, the sources' last
/// delivery times, deletions of published events, entries of the alert index. They are written with
/// other commits, a few at a time, and once a second. Only for the writer's thread.
/// </summary>
internal sealed class WriteBehind(PublishedRows published)
{
    private const int RepeatsPerGroup = 16;
    private const int RepeatsPerTick = 1_024;
    private const int PublishedPerGroup = 64;
    private const int KeysPerTick = 2_048;
    private const int KeysInMemory = 262_144;
    private const int KeysAtOnce = 64;

    private readonly RepeatLedger _repeats = new();
    private readonly Dictionary<Guid, DateTime> _lastDeliveries = [];
    private bool _isRecovered;
    private Guid? _watermark;
    private bool _mayAdvance;

    /// <summary>Used if this process is the only writer; otherwise empty.</summary>
    public LatestAlerts LatestAlerts { get; } = new();

    public bool IsEmpty =>
        _repeats.Count == 0
        && _lastDeliveries.Count == 0
        && LatestAlerts.Count == 0
        && !(_mayAdvance && _watermark != LatestAlerts.Watermark);

    /// <summary>
    /// Writes what an earlier process left unwritten. Call before planning with a new session.
    /// </summary>
    public async Task RecoverAsync(WriterSession session, CancellationToken token)
    {
        if (_isRecovered || !session.IsOnlyWriter)
        {
            return;
        }

        _watermark = await session.OwnKeys.ReadWatermarkAsync(token);
        if (_watermark is { } watermark)
        {
            LatestAlerts.Add(await session.OwnKeys.FindMissingAsync(watermark, token));
        }

        _isRecovered = true;
    }

    /// <summary>A small part, for the commit of a group.</summary>
    public Part TakeSome() =>
        new()
        {
            Repeats = _repeats.Take(RepeatsPerGroup),
            Published = published.Take(PublishedPerGroup),
            Keys =
                LatestAlerts.Count > KeysInMemory
                    ? LatestAlerts.Next(LatestAlerts.Count - KeysInMemory + KeysAtOnce)
                    : null,
        };

    /// <summary>Writes in a separate commit.</summary>
    /// <param name="all">Whether to write everything.</param>
    public Part TakeMore(bool all) =>
        new()
        {
            Repeats = _repeats.Take(all ? int.MaxValue : RepeatsPerTick),
            Published = published.Take(int.MaxValue),
            Keys = LatestAlerts.Next(all ? int.MaxValue : KeysPerTick),
            LastDeliveries = [.. _lastDeliveries.Select(d => (d.Key, d.Value))],
        };

    /// <summary>
    /// Writes a part within the session's transaction. Then call <see cref="Written"/> or
    /// <see cref="Return"/>.
    /// </summary>
    /// <param name="session">The writer's session.</param>
    /// <param name="part">What to write.</param>
    /// <param name="moved">Fingerprints whose latest alert the same transaction inserts.</param>
    /// <param name="token">Cancels the write.</param>
    public async Task WriteAsync(
        WriterSession session,
        Part part,
        IReadOnlyCollection<LatestAlert> moved,
        CancellationToken token
    )
    {
        await session.WriteAsync(part.Repeats, token);
        await session.DeleteAsync(part.Published, token);
        await session.WriteAsync(part.LastDeliveries, token);
        if (!session.IsOnlyWriter)
        {
            return;
        }

        part.Moved = [.. moved.Select(m => new AlertKey { Key = m.Key, AlertId = m.AlertId })];
        session.OwnKeys.Put(part.Keys?.Entries ?? []);
        if (
            LatestAlerts.WatermarkWith(part.Moved) is { } watermark
            && watermark != _watermark
            && (_watermark is null || _mayAdvance || watermark.CompareTo(_watermark.Value) < 0)
        )
        {
            session.OwnKeys.Mark(watermark);
            part.Watermark = watermark;
        }
    }

    /// <summary>Call once the part is committed.</summary>
    public void Written(Part part)
    {
        published.Deleted(part.Published);
        foreach (var (source, at) in part.LastDeliveries)
        {
            if (_lastDeliveries.GetValueOrDefault(source) == at)
            {
                _lastDeliveries.Remove(source);
            }
        }

        if (part.Watermark is { } watermark)
        {
            (_watermark, _mayAdvance) = (watermark, false);
        }

        if (part.Keys is { } keys)
        {
            _mayAdvance |= LatestAlerts.Written(keys);
        }

        LatestAlerts.Add(part.Moved);
    }

    /// <summary>Call if the part was not committed.</summary>
    public void Return(Part part)
    {
        _repeats.Return(part.Repeats);
        published.Return(part.Published);
    }

    /// <summary>Records that an alert was reported again.</summary>
    public void Add(Sighting sighting) => _repeats.Add(sighting);

    /// <summary>Records that a source sent a readable delivery.</summary>
    public void Delivered(Guid source, DateTime at) => _lastDeliveries[source] = at;

    /// <summary>A part to write in one transaction.</summary>
    public sealed class Part
    {
        public List<AlertRepeats> Repeats { get; init; } = [];
        public List<long> Published { get; init; } = [];
        public LatestAlertsPart? Keys { get; init; }
        public List<(Guid Source, DateTime At)> LastDeliveries { get; init; } = [];
        internal List<AlertKey> Moved { get; set; } = [];
        internal Guid? Watermark { get; set; }
    }
}
