namespace Pir.Notifications.Sending;

/// <summary>
/// One lane per subscription: a few deliveries wait in memory, fewer are being sent. A slow
/// receiver fills only its own lane.
/// </summary>
public sealed class SendLanes(int concurrency)
{
    /// <summary>Deliveries per lane, waiting or being sent.</summary>
    public const int LaneCapacity = 32;

    /// <summary>Deliveries in all lanes.</summary>
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

    /// <summary>
    /// Reserves a place; false if the delivery is already here or there is no free place.
    /// </summary>
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

    /// <summary>Returns the place; true if somebody may be waiting for it.</summary>
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

            // Refilled when half empty, so that a long queue costs one query per sixteen
            // deliveries.
            var makesRoom =
                (lane.WasFull && lane.Count <= LaneCapacity / 2) || _held.Count == Capacity - 1;
            lane.WasFull &= !makesRoom;
            return makesRoom;
        }
    }

    /// <summary>Slots for sending.</summary>
    public SemaphoreSlim Slots(Guid subscription)
    {
        lock (_lock)
        {
            return LaneOf(subscription).Slots;
        }
    }

    /// <summary>Pauses a subscription until then, because its receiver asked for it.</summary>
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

    /// <summary>Subscriptions without a free place. Also removes idle lanes.</summary>
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
