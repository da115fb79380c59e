using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Messaging;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// What need not be in the commit that answers a delivery: repeat counts, the sources' last
/// delivery times, deletions of published events, entries of the alert index. Rides along in the
/// commits that happen anyway, a little at a time, and once a second. For the writer's thread
/// alone.
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

    /// <summary>Where this process is the only writer; else empty.</summary>
    public LatestAlerts LatestAlerts { get; } = new();

    public bool IsEmpty =>
        _repeats.Count == 0
        && _lastDeliveries.Count == 0
        && LatestAlerts.Count == 0
        && !(_mayAdvance && _watermark != LatestAlerts.Watermark);

    /// <summary>
    /// To be called before anything is planned with a new session: what an earlier process left
    /// unwritten.
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

    /// <summary>A little, for the commit of a group.</summary>
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

    /// <summary>For a commit of its own.</summary>
    /// <param name="all">Nothing may be left.</param>
    public Part TakeMore(bool all) =>
        new()
        {
            Repeats = _repeats.Take(all ? int.MaxValue : RepeatsPerTick),
            Published = published.Take(int.MaxValue),
            Keys = LatestAlerts.Next(all ? int.MaxValue : KeysPerTick),
            LastDeliveries = [.. _lastDeliveries.Select(d => (d.Key, d.Value))],
        };

    /// <summary>
    /// Writes a part within the session's transaction; follow it by <see cref="Written"/> or
    /// <see cref="Return"/>.
    /// </summary>
    /// <param name="session">The writer's.</param>
    /// <param name="part">What to write.</param>
    /// <param name="moved">Fingerprints whose latest alert the same transaction inserts.</param>
    /// <param name="token">Gives up.</param>
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

    /// <summary>The part is committed.</summary>
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

    /// <summary>The part is not committed.</summary>
    public void Return(Part part)
    {
        _repeats.Return(part.Repeats);
        published.Return(part.Published);
    }

    /// <summary>An alert was seen again.</summary>
    public void Add(Sighting sighting) => _repeats.Add(sighting);

    /// <summary>A source has sent something that could be read.</summary>
    public void Delivered(Guid source, DateTime at) => _lastDeliveries[source] = at;

    /// <summary>What is written in one transaction.</summary>
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
