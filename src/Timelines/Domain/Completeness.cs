using Pir.Contracts.Api;
using Pir.Platform.Time;

namespace Pir.Timelines.Domain;

/// <summary>Checks that a timeline covers the time from before the impact to the end.</summary>
public static class Completeness
{
    /// <param name="firstAt">Time of the first entry; null if there is none.</param>
    /// <param name="lastAt">Time of the last entry; null if there is none.</param>
    public static IReadOnlyList<TimelineWarning> Check(
        DateTime? impactStartedAt,
        DateTime? resolvedAt,
        DateTime? firstAt,
        DateTime? lastAt
    )
    {
        var warnings = new List<TimelineWarning>(2);
        if (impactStartedAt is { } started && !(firstAt < started))
        {
            warnings.Add(
                new(
                    "starts-too-late",
                    $"The impact started at {started.InWords()}, but no entry is earlier. Add "
                        + "what led to it."
                )
            );
        }

        if (resolvedAt is { } resolved && !(lastAt >= resolved.ToMicroseconds()))
        {
            warnings.Add(
                new(
                    "ends-too-early",
                    $"The incident was resolved at {resolved.InWords()}, but the last entry is "
                        + "earlier. Add how it ended."
                )
            );
        }

        return warnings;
    }
}
