using Pir.Contracts.Api;

namespace Pir.ActionTracking.Domain;

/// <summary>The facts of an open action that statistics need.</summary>
public sealed record CountedAction(DateTime ProposedAt, DateTime? DueAt);

/// <summary>How old open actions are. Pure.</summary>
public static class ActionStatistics
{
    private static readonly (int From, int? To)[] Ages = [(0, 7), (8, 30), (31, 90), (91, null)];

    public static IReadOnlyList<ActionAge> ByAge(
        IReadOnlyCollection<CountedAction> actions,
        DateTime now
    ) =>
        [
            .. Ages.Select(age =>
            {
                var these = actions
                    .Where(a => DaysOpen(a.ProposedAt, now) is var days && days >= age.From)
                    .Where(a => age.To is null || DaysOpen(a.ProposedAt, now) <= age.To)
                    .ToList();
                return new ActionAge(
                    age.From,
                    age.To,
                    these.Count,
                    these.Count(a => a.DueAt < now)
                );
            }),
        ];

    /// <summary>Whole days since it was proposed.</summary>
    public static int DaysOpen(DateTime proposedAt, DateTime now) =>
        Math.Max(0, (int)(now - proposedAt).TotalDays);
}
