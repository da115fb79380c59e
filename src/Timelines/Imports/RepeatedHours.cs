using Pir.Contracts.Times;

namespace Pir.Timelines.Imports;

/// <summary>
/// Turns local times in the order of a text into instants. Where clocks show an hour twice, the
/// neighbours decide: the order of the text is kept, and gaps are as small as they can be.
/// </summary>
internal static class RepeatedHours
{
    // Going back is worse than any gap.
    private static readonly double Backward = TimeSpan.FromDays(30).TotalSeconds;

    internal static IReadOnlyList<ChatTime> Resolve(
        IReadOnlyList<LocalMoment?> moments,
        TimeZoneInfo zone
    )
    {
        var choices = moments.Select(m => Choices(m, zone)).ToList();
        var chosen = Choose(choices);
        return
        [
            .. moments.Select(
                (moment, n) => new ChatTime(chosen[n], Doubt(moment, choices, chosen, n, zone))
            ),
        ];
    }

    private static IReadOnlyList<DateTime> Choices(LocalMoment? moment, TimeZoneInfo zone) =>
        moment is null ? []
        : moment.Utc is { } utc ? [utc]
        : LocalTime.Instants(moment.Local, zone);

    /// <summary>The cheapest way through the choices, from the first to the last.</summary>
    private static DateTime?[] Choose(List<IReadOnlyList<DateTime>> choices)
    {
        var chosen = new DateTime?[choices.Count];
        var steps = Enumerable.Range(0, choices.Count).Where(n => choices[n].Count > 0).ToList();
        var costs = new List<double[]>();
        var from = new List<int[]>();
        foreach (var n in steps)
        {
            var before = costs.Count == 0 ? null : choices[steps[costs.Count - 1]];
            var last = costs.Count == 0 ? null : costs[^1];
            var best = choices[n]
                .Select(at =>
                    before is null
                        ? (Cost: 0.0, From: 0)
                        : before
                            .Select((b, k) => (Cost: last![k] + Cost(b, at), From: k))
                            .MinBy(c => c.Cost)
                )
                .ToList();
            costs.Add([.. best.Select(b => b.Cost)]);
            from.Add([.. best.Select(b => b.From)]);
        }

        for (var (step, k) = (steps.Count - 1, -1); step >= 0; k = from[step][k], step--)
        {
            k = k < 0 ? Array.IndexOf(costs[step], costs[step].Min()) : k;
            chosen[steps[step]] = choices[steps[step]][k];
        }

        return chosen;
    }

    private static double Cost(DateTime before, DateTime at) =>
        at >= before ? (at - before).TotalSeconds : Backward + (before - at).TotalSeconds;

    private static string? Doubt(
        LocalMoment? moment,
        List<IReadOnlyList<DateTime>> choices,
        DateTime?[] chosen,
        int n,
        TimeZoneInfo zone
    )
    {
        if (moment is not null && choices[n].Count == 0)
        {
            return LocalTime.SkippedRule(moment.Local, zone);
        }

        if (choices[n].Count < 2)
        {
            return null;
        }

        var other = choices[n].First(c => c != chosen[n]);
        var before = chosen.Take(n).LastOrDefault(c => c is not null);
        var after = chosen.Skip(n + 1).FirstOrDefault(c => c is not null);
        return (before is not null && other < before) || (after is not null && other > after)
            ? null
            : LocalTime.RepeatedRule(moment!.Local, zone);
    }
}
