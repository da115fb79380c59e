namespace Pir.Notifications.Domain;

/// <summary>When to try again.</summary>
public static class RetrySchedule
{
    private const double Spread = 0.2;

    /// <summary>
    /// Wait after an attempt that failed, or null when that was the last. Spread by up to a fifth
    /// either way, so that receivers that fell together are not called together; never shorter than
    /// the receiver asked for, within the bound.
    /// </summary>
    /// <param name="attempts">Attempts made so far, at least 1.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan? Next(
        IReadOnlyList<TimeSpan> schedule,
        int attempts,
        TimeSpan? retryAfter,
        TimeSpan maxRetryAfter,
        double random
    )
    {
        if (attempts >= schedule.Count)
        {
            return null;
        }

        var wait = schedule[attempts] * (1 - Spread + (2 * Spread * random));
        var asked = retryAfter is { } r ? (r < maxRetryAfter ? r : maxRetryAfter) : TimeSpan.Zero;
        return wait > asked ? wait : asked;
    }
}
