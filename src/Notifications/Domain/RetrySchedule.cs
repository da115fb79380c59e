namespace Pir.Notifications.Domain;

/// <summary>Decides when to retry.</summary>
public static class RetrySchedule
{
    private const double Spread = 0.2;

    /// <summary>
    /// Wait after a failed attempt, or null if that was the last one. Varied by up to a fifth in
    /// both directions, so that receivers that failed together are not called together. Never
    /// shorter than the receiver asked for, up to the limit.
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
