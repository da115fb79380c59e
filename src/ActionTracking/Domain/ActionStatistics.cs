namespace Pir.ActionTracking.Domain;

/// <summary>Open actions of one age.</summary>
/// <param name="FromDays">Days since they were proposed, at least.</param>
/// <param name="ToDays">At most; null for the oldest.</param>
/// <param name="Overdue">Of the <paramref name="Count"/>, past their due date.</param>
public sealed record ActionAge(int FromDays, int? ToDays, int Count, int Overdue);

/// <summary>What statistics need to know of an open action.</summary>
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
