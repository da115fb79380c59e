using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Platform.Statistics;

namespace Pir.IncidentIntake.Domain;

/// <summary>The data of an incident that statistics need: nothing about people.</summary>
public sealed record CountedIncident(
    Severity Severity,
    DetectionSource DetectionSource,
    DateTime DetectedAt,
    DateTime? ImpactStartedAt,
    DateTime? AcknowledgedAt,
    DateTime? MitigatedAt,
    DateTime? ResolvedAt
)
{
    public IncidentTimes Times { get; } =
        new(DetectedAt, ImpactStartedAt, AcknowledgedAt, MitigatedAt, ResolvedAt);
}

/// <summary>Computes counts and durations of the given incidents.</summary>
public static class IncidentStatistics
{
    public static IReadOnlyList<IncidentCount> Count(
        IReadOnlyCollection<CountedIncident> incidents,
        IEnumerable<DateOnly> starts,
        CalendarUnit unit
    )
    {
        var at = incidents.ToLookup(i => Calendar.StartOf(i.DetectedAt, unit));
        return
        [
            .. starts.Select(start =>
            {
                int Of(Severity severity) => at[start].Count(i => i.Severity == severity);
                return new IncidentCount(
                    start,
                    at[start].Count(),
                    Of(Severity.Sev1),
                    Of(Severity.Sev2),
                    Of(Severity.Sev3),
                    Of(Severity.Sev4),
                    Of(Severity.Sev5)
                );
            }),
        ];
    }

    public static TimeTo Measure(
        string definition,
        Func<CountedIncident, TimeSpan?> duration,
        IReadOnlyCollection<CountedIncident> incidents,
        IEnumerable<DateOnly> starts,
        CalendarUnit unit
    )
    {
        var at = incidents.ToLookup(i => Calendar.StartOf(i.DetectedAt, unit));
        return new(
            definition,
            Spread.Of(incidents.Select(duration)),
            [
                .. starts.Select(start =>
                {
                    var (n, leftOut, median, p90) = Spread.Of(at[start].Select(duration));
                    return new SpreadAt(start, n, leftOut, median, p90);
                }),
            ]
        );
    }

    public static IReadOnlyList<DetectionShare> Detection(
        IReadOnlyCollection<CountedIncident> incidents
    ) =>
        [
            .. Enum.GetValues<DetectionSource>()
                .Select(source =>
                {
                    var count = incidents.Count(i => i.DetectionSource == source);
                    return new DetectionShare(
                        source,
                        count,
                        incidents.Count == 0 ? 0 : Math.Round((double)count / incidents.Count, 4)
                    );
                }),
        ];
}
