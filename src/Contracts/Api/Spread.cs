namespace Pir.Contracts.Api;

/// <summary>
/// The distribution of a set of durations. Never a mean, because one incident over a weekend would
/// move it by hours.
/// </summary>
/// <param name="N">Number of durations.</param>
/// <param name="LeftOut">
/// Number of durations left out because one of the two times is missing or they contradict each
/// other.
/// </param>
/// <param name="MedianSeconds">
/// Half of them took no longer than this; null if there are none.
/// </param>
/// <param name="P90Seconds">Nine of ten took no longer.</param>
public sealed record Spread(int N, int LeftOut, long? MedianSeconds, long? P90Seconds)
{
    /// <param name="durations">Null or negative values are left out.</param>
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
    /// Nearest rank: the smallest value that at least this percentage of the values do not exceed.
    /// The result is always a value that occurred, even if there are few.
    /// </summary>
    /// <param name="sorted">Ascending.</param>
    /// <param name="percent">1 to 100.</param>
    public static long? Percentile(IReadOnlyList<long> sorted, int percent) =>
        sorted.Count == 0 ? null : sorted[(((sorted.Count * percent) + 99) / 100) - 1];
}
