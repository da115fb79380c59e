namespace Pir.AppHost.Running;

/// <summary>
/// Starts an ended process after a pause, and again after a longer one when the start itself fails:
/// a process that never ran never ends, so nothing else would notice.
/// </summary>
internal sealed class StartAttempts(Backoff backoff, TimeProvider clock)
{
    /// <param name="cause">Why the process does not run.</param>
    /// <param name="tryStart">Null when there is nothing left to do, else why it failed.</param>
    /// <param name="waits">Hears of each pause and its cause.</param>
    /// <returns>Null, or the last cause when the process is given up.</returns>
    public async Task<string?> RunAsync(
        string cause,
        Func<Task<string?>> tryStart,
        Action<string, TimeSpan> waits,
        CancellationToken stopping
    )
    {
        while (true)
        {
            var pause = backoff.AfterFailure();
            if (backoff.IsHopeless)
                return cause;
            waits(cause, pause);
            await Task.Delay(pause, clock, stopping);
            if (await tryStart() is not { } failure)
                return null;
            cause = failure;
        }
    }
}
