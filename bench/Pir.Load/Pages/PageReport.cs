using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Pir.Load.Pages;

/// <summary>Writes the times of pages as Markdown.</summary>
internal sealed class PageReport(
    IReadOnlyList<PageTimes> pages,
    IReadOnlyList<Stored> stored,
    PageOptions options,
    Surroundings surroundings
)
{
    /// <summary>Goal for a page's p95.</summary>
    public const double GoalMilliseconds = 100;

    private readonly StringBuilder _text = new();

    public override string ToString()
    {
        _text.Clear();
        Line($"# Pages, {surroundings.At:yyyy-MM-dd HH:mm} UTC");
        Line($"");
        Line(
            $"{surroundings.Processor}, {Environment.ProcessorCount} cores, ",
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}."
        );
        Line(
            $"Load average before: {surroundings.LoadBefore}; after: {surroundings.LoadAfter}. ",
            $"One process with SQLite; one reader, who shares the cores with it."
        );
        Line($"Stored: {string.Join(", ", stored.Select(Count))}.");
        Line(
            $"{options.Requests} requests per page, all pages in turn; from asking to the last ",
            $"byte. The ratio is to the empty page ({PageBench.Empty}) in the same run."
        );
        WriteTable();
        return _text.ToString();
    }

    private void WriteTable()
    {
        var empty = pages.Single(p => p.Name == PageBench.Empty);
        Line($"");
        Line(
            $"| page | p50 ms | p95 ms | p95 / empty page | kB | p95 under {GoalMilliseconds:0} ",
            $"ms |"
        );
        Line($"|---|---|---|---|---|---|");
        foreach (var page in pages.OrderByDescending(p => p.P95))
        {
            Line(
                $"| {page.Name} | {page.P50:0.0} | {page.P95:0.0} | {page.P95 / empty.P95:0.0} | ",
                $"{page.Kilobytes:0} | {(page.P95 < GoalMilliseconds ? "pass" : "FAIL")} |"
            );
        }
    }

    private static string Count(Stored stored) =>
        string.Create(CultureInfo.InvariantCulture, $"{stored.Rows:N0} {stored.What}");

    private void Line(params FormattableString[] parts)
    {
        foreach (var part in parts)
        {
            _text.Append(part.ToString(CultureInfo.InvariantCulture));
        }

        _text.Append('\n');
    }
}
