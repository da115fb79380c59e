namespace Pir.Notifications.Sending;

/// <summary>
/// One lane per subscription: a few deliveries wait in memory, fewer are on the wire. A slow
/// receiver fills its own lane and nobody else's.
/// </summary>
public sealed class SendLanes(int concurrency)
{
    /// <summary>Deliveries per lane, waiting or on the wire.</summary>
    public const int LaneCapacity = 32;

    /// <summary>Deliveries in all lanes together.</summary>
    public const int Capacity = 1_024;

    private readonly Lock _lock = new();
    private readonly HashSet<Guid> _held = [];
    private readonly Dictionary<Guid, Lane> _lanes = [];

    public int Held
    {
        get
        {
            lock (_lock)
            {
                return _held.Count;
            }
        }
    }

    /// <summary>Reserves a place; false when it is here already or there is none.</summary>
    public bool TryEnter(Guid delivery, Guid subscription)
    {
        lock (_lock)
        {
            var lane = LaneOf(subscription);
            if (_held.Count >= Capacity || lane.Count >= LaneCapacity || !_held.Add(delivery))
            {
                return false;
            }

            lane.Count++;
            return true;
        }
    }

    /// <summary>
    /// Gives the place back; true when that makes room somebody may be waiting for.
    /// </summary>
    public bool Leave(Guid delivery, Guid subscription)
    {
        lock (_lock)
        {
            if (!_held.Remove(delivery))
            {
                return false;
            }

            var lane = LaneOf(subscription);
            lane.Count--;
            if (lane.Count >= LaneCapacity - 1)
            {
                lane.WasFull = true;
            }

            // Refilled by halves, so that a long queue costs a query per sixteen deliveries and not
            // one each.
            var makesRoom =
                (lane.WasFull && lane.Count <= LaneCapacity / 2) || _held.Count == Capacity - 1;
            lane.WasFull &= !makesRoom;
            return makesRoom;
        }
    }

    /// <summary>Slots on the wire.</summary>
    public SemaphoreSlim Slots(Guid subscription)
    {
        lock (_lock)
        {
            return LaneOf(subscription).Slots;
        }
    }

    /// <summary>
    /// Nothing more goes to a subscription until then, because its receiver asked for it.
    /// </summary>
    public void Pause(Guid subscription, DateTime until)
    {
        lock (_lock)
        {
            var lane = LaneOf(subscription);
            lane.PausedUntil = until > lane.PausedUntil ? until : lane.PausedUntil;
        }
    }

    public bool IsPaused(Guid subscription, DateTime now)
    {
        lock (_lock)
        {
            return LaneOf(subscription).PausedUntil > now;
        }
    }

    /// <summary>Subscriptions that can take nothing now. Forgets idle lanes on the way.</summary>
    public List<Guid> Busy(DateTime now)
    {
        lock (_lock)
        {
            var busy = new List<Guid>();
            foreach (var (subscription, lane) in _lanes)
            {
                if (lane.Count >= LaneCapacity || lane.PausedUntil > now)
                {
                    busy.Add(subscription);
                }
                else if (lane.Count == 0)
                {
                    _lanes.Remove(subscription);
                }
            }

            return busy;
        }
    }

    private Lane LaneOf(Guid subscription)
    {
        if (!_lanes.TryGetValue(subscription, out var lane))
        {
            _lanes[subscription] = lane = new(concurrency);
        }

        return lane;
    }

    private sealed class Lane(int concurrency)
    {
        public int Count { get; set; }
        public bool WasFull { get; set; }
        public DateTime PausedUntil { get; set; }
        public SemaphoreSlim Slots { get; } = new(concurrency);
    }
}
