namespace Pir.AppHost.Running;

/// <summary>
/// How long to wait before restarting a process: half a second, doubled each time up to half a
/// minute. The delay is reset once the process has been healthy for a minute.
/// </summary>
internal sealed class Backoff(TimeProvider clock)
{
    private const int GiveUpAfter = 5;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(1);

    // The process is watched by one thread and started by another.
    private readonly Lock _gate = new();
    private DateTimeOffset? _healthySince;
    private bool _wasEverHealthy;
    private int _failures;

    /// <summary>Whether the process has failed repeatedly and was never healthy.</summary>
    public bool IsHopeless
    {
        get
        {
            lock (_gate)
                return !_wasEverHealthy && _failures >= GiveUpAfter;
        }
    }

    public void Observe(bool isHealthy)
    {
        lock (_gate)
        {
            _wasEverHealthy |= isHealthy;
            _healthySince = isHealthy ? _healthySince ?? clock.GetUtcNow() : null;
        }
    }

    /// <summary>Counts an exit and returns the pause before the next start.</summary>
    public TimeSpan AfterFailure()
    {
        lock (_gate)
        {
            if (_healthySince is { } since && clock.GetUtcNow() - since >= Steady)
                _failures = 0;
            _healthySince = null;
            var pause = First * Math.Pow(2, Math.Min(_failures, 10));
            _failures++;
            return pause < Longest ? pause : Longest;
        }
    }
}
