using Pir.Contracts.Reviews;

namespace Pir.Reviews.Domain;

/// <summary>The eight questions of a review, and when one counts as covered.</summary>
public static class Questions
{
    public const string Detect = "detect";
    public const string Diagnose = "diagnose";
    public const string Resolve = "resolve";
    public const string Actions = "actions";
    public const string Luck = "luck";
    public const string Learned = "learned";
    public const string Prevent = "prevent";
    public const string Well = "well";

    /// <summary>In the order of the meeting.</summary>
    public static IReadOnlyList<string> All { get; } =
    [Detect, Diagnose, Resolve, Actions, Luck, Learned, Prevent, Well];

    /// <summary>
    /// The questions that answers, cards and actions cover, in order, each once.
    /// </summary>
    public static IReadOnlyList<string> TouchedBy(
        IEnumerable<(FindingKind Kind, string? Question)> findings,
        int actions
    )
    {
        var touched = findings
            .Select(f =>
                f.Kind switch
                {
                    FindingKind.Answer => f.Question,
                    FindingKind.Luck => Luck,
                    FindingKind.Learning => Learned,
                    FindingKind.WentWell => Well,
                    _ => null,
                }
            )
            .ToHashSet();
        return [.. All.Where(q => touched.Contains(q) || (q == Actions && actions > 0))];
    }
}
