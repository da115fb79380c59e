using System.Globalization;

namespace Pir.Web.Insights;

/// <summary>Makes charts from statistics.</summary>
internal sealed class Charts(InsightsFilter filter)
{
    private static readonly string[] Severities = ["SEV1", "SEV2", "SEV3", "SEV4", "SEV5"];

    private readonly ChartLinks _links = new(filter);

    private string Unit => filter.IsMonthly ? "month" : "week";

    public IEnumerable<Chart> Of(IncidentStatisticsResponse s) =>
        [
            Counts(s),
            Time(s, "detect", s.Detect, "impact start not known"),
            Time(s, "acknowledge", s.Acknowledge, "not acknowledged"),
            Time(s, "mitigate", s.Mitigate, "not mitigated"),
            Time(s, "resolve", s.Resolve, "not resolved yet"),
            Detection(s),
        ];

    public Chart Of(ReviewStatisticsResponse s) =>
        new(
            "reviews",
            "Reviews held within 24 hours",
            s.Definition,
            s.N,
            s.LeftOut,
            "waived, or still within the 24 hours",
            s.N == 0 ? "" : $"{Percent((double)s.Within / s.N)} ({s.Within} of {s.N})",
            ChartKind.Share,
            [Unit, "share", "held within 24\u00a0h", "reviews counted", "left out"],
            ["Share"],
            [.. s.Held.Select(h => Held(h, _links.Part(h.Start, s.From, s.To)))],
            (_links.Reviews(), Behind(s.N + s.LeftOut, s.LeftOut, "review"))
        );

    public Chart Of(ActionStatisticsResponse s) =>
        new(
            "actions",
            "Open actions by age",
            s.Definition
                + " Counted as of now, whatever the period. Includes actions from drills."
                + (
                    s.Completion.MedianSeconds is { } median
                        ? $" Median time to complete in the period: {Duration(median)} "
                            + $"(n = {s.Completion.N})."
                        : ""
                ),
            s.N,
            s.LeftOut,
            "",
            s.N == 0 ? "" : $"{s.Open.Sum(a => a.Overdue)} of {s.N} overdue",
            ChartKind.Stack,
            ["days open", "on time", "overdue"],
            ["On time", "Overdue"],
            [.. s.Open.Select(a => Aged(a, new AgeRange(a.FromDays, a.ToDays)))],
            (_links.Actions(), Words.Plural(s.N, "open action"))
        );

    private Chart Counts(IncidentStatisticsResponse s) =>
        new(
            "counts",
            "Incidents",
            $"Incidents by {Unit} of detection (UTC) and severity.",
            s.N,
            s.LeftOut,
            "drills",
            Words.Plural(s.N, "incident"),
            ChartKind.Stack,
            [Unit, .. Severities],
            Severities,
            [
                .. s.Counts.Select(c => new ChartRow(
                    Key(c.Start),
                    Day(c.Start),
                    [c.Sev1, c.Sev2, c.Sev3, c.Sev4, c.Sev5],
                    [Text(c.Sev1), Text(c.Sev2), Text(c.Sev3), Text(c.Sev4), Text(c.Sev5)],
                    _links.Incidents(_links.Part(c.Start, s.From, s.To))
                )),
            ],
            (_links.Incidents(), Words.Plural(s.N, "incident"))
        );

    /// <param name="id">What ends the time: detect, acknowledge, mitigate or resolve.</param>
    private Chart Time(IncidentStatisticsResponse s, string id, TimeTo time, string why) =>
        new(
            id,
            $"Time to {id}",
            time.Definition + " Median and 90th percentile by nearest rank.",
            time.Overall.N,
            time.Overall.LeftOut,
            why,
            time.Overall.MedianSeconds is { } median
                ? $"Median {Duration(median)}, 90\u00a0% within "
                    + $"{Duration(time.Overall.P90Seconds!.Value)}"
                : "",
            ChartKind.Range,
            [Unit, "median (seconds)", "p90 (seconds)", "incidents counted", "left out"],
            ["Median", "90th percentile"],
            [.. time.Series.Select(t => Times(t, _links.Part(t.Start, s.From, s.To)))],
            (_links.Incidents(), Behind(s.N, time.Overall.LeftOut, "incident"))
        );

    private static double ReportedByCustomers(IncidentStatisticsResponse s) =>
        s
            .Detection.First(d => d.Source == Contracts.Incidents.DetectionSource.CustomerReport)
            .Share;

    private Chart Detection(IncidentStatisticsResponse s) =>
        new(
            "detection",
            "Detected by",
            "Incidents by how they were detected. Aim for a lower share of customer reports.",
            s.N,
            s.LeftOut,
            "drills",
            s.N == 0 ? "" : $"{Percent(ReportedByCustomers(s))} reported by customers",
            ChartKind.Share,
            ["detected by", "share", "incidents"],
            ["Share"],
            [
                .. s.Detection.Select(d => new ChartRow(
                    Words.Wire(d.Source),
                    Words.Of(d.Source),
                    [s.N == 0 ? null : d.Share, d.Count],
                    [Percent(d.Share), Text(d.Count)],
                    _links.Incidents(source: d.Source)
                )),
            ],
            (_links.Incidents(), Words.Plural(s.N, "incident"))
        );

    private ChartRow Times(SpreadAt t, DayRange days) =>
        new(
            Key(t.Start),
            Day(t.Start),
            [t.MedianSeconds, t.P90Seconds, t.N, t.LeftOut],
            [
                t.MedianSeconds is { } m ? Duration(m) : "none",
                t.P90Seconds is { } p ? Duration(p) : "none",
                Text(t.N),
                Text(t.LeftOut),
            ],
            _links.Incidents(days)
        );

    private ChartRow Held(HeldCount h, DayRange days) =>
        new(
            Key(h.Start),
            Day(h.Start),
            [h.N == 0 ? null : (double)h.Within / h.N, h.Within, h.N, h.LeftOut],
            [
                h.N == 0 ? "none" : Percent((double)h.Within / h.N),
                Text(h.Within),
                Text(h.N),
                Text(h.LeftOut),
            ],
            _links.Reviews(days)
        );

    private ChartRow Aged(ActionAge a, AgeRange age) =>
        new(
            a.ToDays is { } to ? $"{a.FromDays} to {to}" : $"{a.FromDays} or more",
            age.Words,
            [a.Count - a.Overdue, a.Overdue],
            [Text(a.Count - a.Overdue), Text(a.Overdue)],
            _links.Actions(age)
        );

    private string Key(DateOnly start) =>
        start.ToString(filter.IsMonthly ? "yyyy-MM" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Day(DateOnly start) =>
        Words.NoBreak(
            start.ToString(filter.IsMonthly ? "MMM yyyy" : "d MMM", CultureInfo.InvariantCulture)
        );

    /// <summary>
    /// What the list behind a chart holds, including what the chart leaves out.
    /// </summary>
    private static string Behind(int all, int leftOut, string noun) =>
        Words.Plural(all, noun)
        + (
            leftOut > 0
                ? $", including {leftOut.ToString(CultureInfo.InvariantCulture)} left out"
                : ""
        );

    private static string Percent(double share) =>
        Words.NoBreak(share.ToString("0 %", CultureInfo.InvariantCulture));

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Duration(long seconds) => Words.Duration(TimeSpan.FromSeconds(seconds));
}
