namespace Pir.Timelines.Domain;

/// <summary>A time in which nothing was recorded.</summary>
public sealed record Gap(DateTime From, DateTime Until)
{
    public TimeSpan Length => Until - From;
}

/// <summary>Finds the times in which nothing was recorded.</summary>
public static class Gaps
{
    /// <summary>A shorter gap is usual while people work.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(15);

    /// <summary>The gaps within an incident, longest first.</summary>
    /// <param name="entries">Times of its entries, in any order.</param>
    public static IReadOnlyList<Gap> Find(
        IEnumerable<DateTime> entries,
        DateTime from,
        DateTime until
    )
    {
        var times = entries.Where(t => t > from && t < until).Order().Prepend(from).ToList();
        return
        [
            .. times
                .Zip(times.Skip(1).Append(until))
                .Select(pair => new Gap(pair.First, pair.Second))
                .Where(s => s.Length >= Shortest)
                .OrderByDescending(s => s.Length)
                .ThenBy(s => s.From),
        ];
    }
}
