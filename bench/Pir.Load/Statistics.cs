namespace Pir.Load;

internal static class Statistics
{
    /// <summary>
    /// The middle value; of an even number, the mean of the two in the middle. NaN of nothing.
    /// </summary>
    public static double Median(this IEnumerable<double> values) => values.Percentile(50);

    /// <summary>Interpolated between the neighbours. NaN of nothing.</summary>
    /// <param name="percent">0 to 100.</param>
    public static double Percentile(this IEnumerable<double> values, double percent)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
        {
            return double.NaN;
        }
        var position = percent / 100 * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (position - below));
    }
}
