namespace Pir.Platform.Statistics;

/// <summary>
/// How a set of durations spreads. Never a mean: one incident over a weekend would move it by
/// hours.
/// </summary>
/// <param name="N">How many durations there are.</param>
/// <param name="LeftOut">
/// How many could not be counted: one of the two times is missing, or they contradict each other.
/// </param>
/// <param name="MedianSeconds">
/// Half of them took no longer than this; null where there are none.
/// </param>
/// <param name="P90Seconds">Nine of ten took no longer.</param>
public sealed record Spread(int N, int LeftOut, long? MedianSeconds, long? P90Seconds)
{
    /// <param name="durations">Null, or below zero, for one that cannot be counted.</param>
    public static Spread Of(IEnumerable<TimeSpan?> durations)
    {
        var known = new List<long>();
        var leftOut = 0;
        foreach (var duration in durations)
        {
            if (duration is { Ticks: >= 0 } value)
            {
                known.Add((long)value.TotalSeconds);
            }
            else
            {
                leftOut++;
            }
        }

        known.Sort();
        return new(known.Count, leftOut, Percentile(known, 50), Percentile(known, 90));
    }

    /// <summary>
    /// By nearest rank: the smallest value that at least so many percent of the values do not
    /// exceed. It is always a value that occurred, also where there are few.
    /// </summary>
    /// <param name="sorted">Ascending.</param>
    /// <param name="percent">1 to 100.</param>
    public static long? Percentile(IReadOnlyList<long> sorted, int percent) =>
        sorted.Count == 0 ? null : sorted[(((sorted.Count * percent) + 99) / 100) - 1];
}
