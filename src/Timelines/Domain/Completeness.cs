using Pir.Contracts.Api;
using Pir.Platform.Time;

namespace Pir.Timelines.Domain;

/// <summary>A timeline starts before the onset of the impact and runs to the resolution.</summary>
public static class Completeness
{
    /// <param name="firstAt">Time of the first entry; null where there is none.</param>
    /// <param name="lastAt">Time of the last entry; null where there is none.</param>
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
                    $"The impact started at {started.InWords()}, but no entry tells what led to it. Add what happened before."
                )
            );
        }

        if (resolvedAt is { } resolved && !(lastAt >= resolved.ToMicroseconds()))
        {
            warnings.Add(
                new(
                    "ends-too-early",
                    $"The incident was resolved at {resolved.InWords()}, but the last entry is earlier. Add what ended it."
                )
            );
        }

        return warnings;
    }
}
