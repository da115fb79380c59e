namespace Pir.Platform.Persistence;

/// <summary>
/// Waits briefly for data from another service that may not have arrived yet, such as an incident
/// that was opened a moment ago.
/// </summary>
public static class Projection
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Returns what <paramref name="read"/> finds; null after <see cref="Patience"/>.
    /// </summary>
    public static async Task<T?> WaitAsync<T>(
        Func<Task<T?>> read,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var started = clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = Shorter(pause * 2, LongestPause))
        {
            if (await read() is { } found)
            {
                return found;
            }

            if (clock.GetElapsedTime(started) >= Patience)
            {
                return null;
            }

            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
