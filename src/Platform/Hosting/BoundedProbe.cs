namespace Pir.Platform.Hosting;

/// <summary>
/// One question to something that may never answer. Whoever asks is told within
/// <see cref="Patience"/>; while an earlier question is still open, no other one is asked.
/// </summary>
public sealed class BoundedProbe
{
    /// <summary>Long for an answer, short for an orchestrator's probe.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task _underWay = Task.CompletedTask;

    /// <exception cref="TimeoutException">No answer yet.</exception>
    public Task RunAsync(Func<Task> ask)
    {
        lock (_lock)
        {
            if (_underWay.IsCompleted)
            {
                // On the pool: SQLite and file systems block the thread that asks them.
                _underWay = Task.Run(ask);
            }

            return _underWay.WaitAsync(Patience);
        }
    }
}
