using Pir.Contracts.Api;

namespace Pir.Timelines.Domain;

/// <summary>
/// Finds times of an incident that contradict each other. Each has a name, so that it can be
/// looked up and counted. Nothing is refused: the truth may be stranger than the rule.
/// </summary>
public static class Inconsistencies
{
    public static IReadOnlyList<TimelineWarning> Check(IncidentRef incident)
    {
        var detected = ("detected", (DateTime?)incident.DetectedAt);
        var started = ("the impact started", incident.ImpactStartedAt);
        var ended = ("the impact ended", incident.ImpactEndedAt);
        var acknowledged = ("acknowledged", incident.AcknowledgedAt);
        var mitigated = ("mitigated", incident.MitigatedAt);
        var resolved = ("resolved", incident.ResolvedAt);
        var warnings = new[]
        {
            InOrder("impact-after-detection", started, detected),
            InOrder("acknowledged-before-detection", detected, acknowledged),
            InOrder("mitigated-before-detection", detected, mitigated),
            InOrder("resolved-before-detection", detected, resolved),
            InOrder("resolved-before-acknowledged", acknowledged, resolved),
            InOrder("resolved-before-mitigated", mitigated, resolved),
            InOrder("impact-ends-before-start", started, ended),
            InOrder("impact-ends-after-resolution", ended, resolved),
        };
        return [.. warnings.OfType<TimelineWarning>()];
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static TimelineWarning? InOrder(
        string code,
        (string What, DateTime? At) first,
        (string What, DateTime? At) second
    ) =>
        first.At > second.At
            ? new(
                code,
                $"{Sentence(second.What)} at {second.At!.Value.InWords()}, before "
                    + $"{Clause(first.What)} at {first.At!.Value.InWords()}. Correct one of the "
                    + "times."
            )
            : null;

    private static string Sentence(string what) =>
        what.StartsWith("the ", Ordinal) ? "T" + what[1..] : $"The incident was {what}";

    private static string Clause(string what) =>
        what.StartsWith("the ", Ordinal) ? what : $"it was {what}";
}
