namespace Pir.Notifications.Streaming;

/// <summary>Counts the open streams of each caller in this process.</summary>
public sealed class StreamSeats
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>False if the caller already has as many as allowed.</summary>
    public bool TryTake(string caller, int max)
    {
        lock (_lock)
        {
            var open = _open.GetValueOrDefault(caller);
            if (open >= max)
            {
                return false;
            }

            _open[caller] = open + 1;
            return true;
        }
    }

    public void Release(string caller)
    {
        lock (_lock)
        {
            if (--_open[caller] == 0)
            {
                _open.Remove(caller);
            }
        }
    }
}
