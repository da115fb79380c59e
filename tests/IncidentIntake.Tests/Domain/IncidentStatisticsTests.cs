using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Statistics;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Domain;

public sealed class IncidentStatisticsTests
{
    // A Wednesday.
    private static readonly DateTime Day = new(2026, 11, 18, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly Monday = new(2026, 11, 16);

    [Fact]
    public void Incidents_are_counted_in_the_week_they_were_detected_in_by_severity()
    {
        CountedIncident[] incidents =
        [
            Incident(Day, Severity.Sev1),
            Incident(Day.AddDays(4).AddSeconds(-1), Severity.Sev1),
            Incident(Day.AddDays(-2), Severity.Sev5),
            Incident(Day.AddDays(-2).AddSeconds(-1), Severity.Sev3),
        ];

        var counts = IncidentStatistics.Count(
            incidents,
            [Monday.AddDays(-14), Monday.AddDays(-7), Monday],
            CalendarUnit.Week
        );

        counts.Select(c => c.Total).ShouldBe([0, 1, 3]);
        (counts[2].Sev1, counts[2].Sev3, counts[2].Sev5).ShouldBe((2, 0, 1));
    }

    [Fact]
    public void A_duration_that_is_not_known_or_below_zero_is_left_out()
    {
        CountedIncident[] incidents =
        [
            Incident(Day, resolvedAfter: 1),
            Incident(Day, resolvedAfter: 3),
            Incident(Day, resolvedAfter: 9),
            Incident(Day, resolvedAfter: -1),
            Incident(Day),
        ];

        var resolve = IncidentStatistics.Measure(
            "x",
            i => i.ResolvedAt - i.DetectedAt,
            incidents,
            [Monday],
            CalendarUnit.Week
        );

        resolve.Overall.ShouldBe(new Spread(3, 2, 3 * 3600, 9 * 3600));
        resolve.Series.ShouldBe([new SpreadAt(Monday, 3, 2, 3 * 3600, 9 * 3600)]);
    }

    [Fact]
    public void Shares_of_detection_add_up_and_none_is_missing()
    {
        var shares = IncidentStatistics.Detection([
            Incident(Day, by: DetectionSource.CustomerReport),
            Incident(Day, by: DetectionSource.CustomerReport),
            Incident(Day, by: DetectionSource.Alerting),
            Incident(Day, by: DetectionSource.Monitoring),
        ]);

        shares.Select(s => s.Source).ShouldBe(Enum.GetValues<DetectionSource>());
        shares.Sum(s => s.Share).ShouldBe(1, 0.001);
        shares.Single(s => s.Source == DetectionSource.CustomerReport).Share.ShouldBe(0.5);
        IncidentStatistics.Detection([]).ShouldAllBe(s => s.Share == 0);
    }

    private static CountedIncident Incident(
        DateTime detectedAt,
        Severity severity = Severity.Sev2,
        double? resolvedAfter = null,
        DetectionSource by = DetectionSource.Alerting
    ) =>
        new(
            severity,
            by,
            detectedAt,
            null,
            null,
            null,
            resolvedAfter is { } hours ? detectedAt.AddHours(hours) : null
        );
}
