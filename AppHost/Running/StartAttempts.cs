namespace Pir.AppHost.Running;

/// <summary>
/// Restarts a process after a pause, and again after a longer pause if the start itself fails. A
/// process that never ran never ends, so nothing else would notice.
/// </summary>
internal sealed class StartAttempts(Backoff backoff, TimeProvider clock)
{
    /// <param name="cause">Why the process does not run.</param>
    /// <param name="tryStart">
    /// Returns null when there is nothing left to do; otherwise why the start failed.
    /// </param>
    /// <param name="waits">Called with each pause and its cause.</param>
    /// <returns>Null, or the last cause after giving up.</returns>
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
