using System.Globalization;
using System.Text;

namespace Pir.Load.Storms;

/// <summary>Writes what came of a storm as Markdown.</summary>
internal static class StormReport
{
    /// <summary>Limit for a page's p95, also while the storm lasts.</summary>
    private const double LimitMilliseconds = 200;

    public static string Of(StormOutcome outcome, StormOptions options, Surroundings surroundings)
    {
        var text = new StringBuilder(Report.Head("Storm", surroundings));
        Line(
            text,
            $"\n{options.Alerts:N0} alerts of {StormPlan.Fingerprints:N0} fingerprints in ",
            $"{outcome.Took.TotalSeconds:0} s ({options.PerSecond:N0} per second wanted), one ",
            $"webhook each, into one process with SQLite."
        );
        WriteIncidents(text, outcome);
        WritePages(text, outcome);
        return text.ToString();
    }

    private static void WriteIncidents(StringBuilder text, StormOutcome outcome)
    {
        Line(text, $"\n| part | fingerprints | incidents by the rules |\n|---|---|---|");
        foreach (var (name, alerts, incidents) in StormPlan.Lines)
        {
            Line(text, $"| {name} | {alerts} | {incidents} |");
        }

        Line(text, $"| all | {StormPlan.Fingerprints} | {StormPlan.Incidents} |");
        Line(
            text,
            $"\nIncidents in the end: {outcome.Incidents} ",
            $"({(outcome.IsSound ? "pass" : "FAIL")}). Webhooks refused: {outcome.Refused}."
        );
    }

    private static void WritePages(StringBuilder text, StormOutcome outcome)
    {
        Line(
            text,
            $"\n| page | requests during | p50 ms | p95 ms | p95 / {LimitMilliseconds:0} ms ",
            $"| under the limit | p95 ms afterwards |\n|---|---|---|---|---|---|---|"
        );
        foreach (var (page, after) in outcome.During.Zip(outcome.After))
        {
            Line(
                text,
                $"| {page.Name} | {page.Milliseconds.Count} | {page.P50:0} | {page.P95:0} ",
                $"| {page.P95 / LimitMilliseconds:0.00} ",
                $"| {(page.P95 < LimitMilliseconds ? "pass" : "FAIL")} | {after.P95:0} |"
            );
        }
    }

    private static void Line(StringBuilder text, params FormattableString[] parts) =>
        text.AppendJoin("", parts.Select(p => p.ToString(CultureInfo.InvariantCulture)))
            .Append('\n');
}
