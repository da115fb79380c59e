namespace Pir.Platform.Hosting;

/// <summary>Time limits for health probes of things that may never answer.</summary>
public static class BoundedProbe
{
    /// <summary>Long for an answer, but short for an orchestrator's probe.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a probe may stay open before it counts as an outage. A busy machine answers late.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
}

/// <summary>
/// Probes something that may never answer, one probe at a time. After
/// <see cref="BoundedProbe.Patience"/> without an answer, the previous answer is reused until the
/// probe has been open for <see cref="BoundedProbe.Limit"/>. The first probe has no previous answer
/// and waits for the whole limit.
/// </summary>
/// <param name="limit">Set if an outage must be reported sooner than usual.</param>
public sealed class BoundedProbe<T>(TimeProvider clock, TimeSpan? limit = null)
{
    private readonly TimeSpan _limit = limit ?? BoundedProbe.Limit;
    private readonly Lock _lock = new();
    private Task<T>? _latest;
    private Task<T>? _open;
    private long _askedAt;

    /// <exception cref="TimeoutException">No answer within the limit.</exception>
    public async Task<T> AskAsync(Func<Task<T>> ask)
    {
        var (open, latest, left) = Join(ask);
        var wait = latest is null || left < BoundedProbe.Patience ? left : BoundedProbe.Patience;
        try
        {
            return await open.WaitAsync(wait, clock);
        }
        catch (TimeoutException) when (!open.IsCompleted && latest is not null && wait < left)
        {
            return await latest;
        }
    }

    /// <summary>The open probe, the last answered probe, and the time left.</summary>
    private (Task<T> Open, Task<T>? Latest, TimeSpan Left) Join(Func<Task<T>> ask)
    {
        lock (_lock)
        {
            if (_open is null or { IsCompleted: true })
            {
                _latest = _open;
                // On the thread pool, because SQLite and file systems block the calling thread.
                _open = Task.Run(ask);
                _askedAt = clock.GetTimestamp();
            }

            var left = _limit - clock.GetElapsedTime(_askedAt);
            return (_open, _latest, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }
}
