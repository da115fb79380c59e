namespace Pir.Platform.Hosting;

/// <summary>How long whoever asks for health waits for what may never answer.</summary>
public static class BoundedProbe
{
    /// <summary>Long for an answer, short for an orchestrator's probe.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a question may stay open before that is an outage. A busy machine answers late.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
}

/// <summary>
/// One question to something that may never answer; while it is open, no other one is asked. Where
/// it is not answered within <see cref="BoundedProbe.Patience"/>, the answer before it stands until
/// the question is open for <see cref="BoundedProbe.Limit"/>. The first one has none before it, and
/// is waited for as long.
/// </summary>
/// <param name="limit">Where an outage has to be told sooner than usual.</param>
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

    /// <summary>The open question, the one answered before, and how long is left.</summary>
    private (Task<T> Open, Task<T>? Latest, TimeSpan Left) Join(Func<Task<T>> ask)
    {
        lock (_lock)
        {
            if (_open is null or { IsCompleted: true })
            {
                _latest = _open;
                // On the pool: SQLite and file systems block the thread that asks them.
                _open = Task.Run(ask);
                _askedAt = clock.GetTimestamp();
            }

            var left = _limit - clock.GetElapsedTime(_askedAt);
            return (_open, _latest, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }
}
