using System.Globalization;
using Pir.Web.Clients;

namespace Pir.Web.Rendering;

/// <summary>Makes charts of statistics.</summary>
internal static class Charts
{
    private static readonly string[] Severities = ["SEV1", "SEV2", "SEV3", "SEV4", "SEV5"];

    public static IEnumerable<Chart> Of(IncidentStatistics s, InsightsFilter filter)
    {
        yield return Counts(s, filter);
        yield return Time(
            "detect",
            "Time to detect",
            s.Detect,
            "the beginning of the impact is not known",
            filter
        );
        yield return Time(
            "acknowledge",
            "Time to acknowledge",
            s.Acknowledge,
            "not acknowledged",
            filter
        );
        yield return Time(
            "mitigate",
            "Time to mitigate",
            s.Mitigate,
            "not mitigated, or closed without",
            filter
        );
        yield return Time("resolve", "Time to resolve", s.Resolve, "not resolved yet", filter);
        yield return Detection(s, filter);
    }

    public static Chart Of(ReviewStatistics s, InsightsFilter filter) =>
        new(
            "reviews",
            "Reviews held within 24 hours",
            s.Definition,
            s.N,
            s.LeftOut,
            "waived, or the 24 hours are not over",
            s.N == 0 ? "" : $"{Percent((double)s.Within / s.N)} ({s.Within} of {s.N})",
            ChartKind.Share,
            [Unit(filter), "share", "held within 24 h", "reviews counted", "left out"],
            ["Share"],
            [
                .. s.Held.Select(h => new ChartRow(
                    Day(h.Start, filter),
                    [h.N == 0 ? null : (double)h.Within / h.N, h.Within, h.N, h.LeftOut],
                    [
                        h.N == 0 ? "none" : Percent((double)h.Within / h.N),
                        Text(h.Within),
                        Text(h.N),
                        Text(h.LeftOut),
                    ]
                )),
            ],
            ("/reviews?status=all", "Reviews")
        );

    public static Chart Of(ActionStatistics s) =>
        new(
            "actions",
            "Open actions by age",
            s.Definition + " As of now, whatever the period; actions of drills count too.",
            s.N,
            s.LeftOut,
            "",
            s.Completion.MedianSeconds is { } median
                ? $"Completed ones took {Duration(median)} (median, n = {s.Completion.N})"
                : "",
            ChartKind.Stack,
            ["days open", "on time", "overdue"],
            ["On time", "Overdue"],
            [
                .. s.Open.Select(a => new ChartRow(
                    a.ToDays is { } to ? $"{a.FromDays}–{to} days" : $"over {a.FromDays - 1} days",
                    [a.Count - a.Overdue, a.Overdue],
                    [Text(a.Count - a.Overdue), Text(a.Overdue)]
                )),
            ],
            ("/actions?status=open", "Open actions")
        );

    private static Chart Counts(IncidentStatistics s, InsightsFilter filter) =>
        new(
            "counts",
            "Incidents",
            $"Incidents by the {Unit(filter)} they were detected in (UTC), and by severity.",
            s.N,
            s.LeftOut,
            "drills",
            "",
            ChartKind.Stack,
            [Unit(filter), .. Severities],
            Severities,
            [
                .. s.Counts.Select(c => new ChartRow(
                    Day(c.Start, filter),
                    [c.Sev1, c.Sev2, c.Sev3, c.Sev4, c.Sev5],
                    [Text(c.Sev1), Text(c.Sev2), Text(c.Sev3), Text(c.Sev4), Text(c.Sev5)]
                )),
            ],
            Incidents(filter)
        );

    private static Chart Time(
        string id,
        string title,
        TimeTo time,
        string why,
        InsightsFilter filter
    ) =>
        new(
            id,
            title,
            time.Definition + " Median and 90th percentile by nearest rank.",
            time.Overall.N,
            time.Overall.LeftOut,
            why,
            time.Overall.MedianSeconds is { } median
                ? $"Median {Duration(median)}, 90 % within {Duration(time.Overall.P90Seconds!.Value)}"
                : "",
            ChartKind.Range,
            [Unit(filter), "median (seconds)", "p90 (seconds)", "incidents counted", "left out"],
            ["Median", "90th percentile"],
            [
                .. time.Series.Select(t => new ChartRow(
                    Day(t.Start, filter),
                    [t.MedianSeconds, t.P90Seconds, t.N, t.LeftOut],
                    [
                        t.MedianSeconds is { } m ? Duration(m) : "none",
                        t.P90Seconds is { } p ? Duration(p) : "none",
                        Text(t.N),
                        Text(t.LeftOut),
                    ]
                )),
            ],
            Incidents(filter)
        );

    private static Chart Detection(IncidentStatistics s, InsightsFilter filter) =>
        new(
            "detection",
            "Who noticed",
            "Incidents by what detected them: the share that customers report is the one to bring down.",
            s.N,
            s.LeftOut,
            "drills",
            s.N == 0
                ? ""
                : $"{Percent(s.Detection.First(d => d.Source == Contracts.Incidents.DetectionSource.CustomerReport).Share)} reported by customers",
            ChartKind.Share,
            ["detected by", "share", "incidents"],
            ["Share"],
            [
                .. s.Detection.Select(d => new ChartRow(
                    Words.Of(d.Source),
                    [s.N == 0 ? null : d.Share, d.Count],
                    [Percent(d.Share), Text(d.Count)]
                )),
            ],
            Incidents(filter)
        );

    private static (string, string) Incidents(InsightsFilter filter) =>
        (
            ApiClient.Query(
                "/incidents?status=all",
                ("severity", filter.Severity),
                ("service", filter.Service),
                ("team", filter.Team)
            ),
            "Incidents"
        );

    private static string Unit(InsightsFilter filter) => filter.IsMonthly ? "month" : "week";

    private static string Day(DateOnly start, InsightsFilter filter) =>
        start.ToString(filter.IsMonthly ? "MMM yyyy" : "d MMM", CultureInfo.InvariantCulture);

    private static string Percent(double share) =>
        share.ToString("0 %", CultureInfo.InvariantCulture);

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Duration(long seconds) => Words.Duration(TimeSpan.FromSeconds(seconds));
}
