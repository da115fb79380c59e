using System.Globalization;
using System.Text;

namespace Pir.Web.Insights;

/// <summary>The form of a chart.</summary>
public enum ChartKind
{
    /// <summary>Stacked bars.</summary>
    Stack,

    /// <summary>
    /// From the median to the 90th percentile, in seconds, on a logarithmic scale.
    /// </summary>
    Range,

    /// <summary>One bar from 0 to 100 %.</summary>
    Share,
}

/// <param name="Key">The row's name in the CSV: an ISO 8601 date or a word.</param>
/// <param name="Values">One per series; null for no value.</param>
/// <param name="Texts">The values as text.</param>
/// <param name="Href">The list behind this row alone.</param>
public sealed record ChartRow(
    string Key,
    string Label,
    IReadOnlyList<double?> Values,
    IReadOnlyList<string> Texts,
    string Href
);

/// <summary>A chart and the table behind it.</summary>
/// <param name="Id">Used in the address of its CSV.</param>
/// <param name="Definition">What the chart counts, as text.</param>
/// <param name="LeftOut">How many it leaves out; <paramref name="WhyLeftOut"/> is why.</param>
/// <param name="Headline">The whole period in one line.</param>
/// <param name="Columns">The table's columns; the first names the rows.</param>
/// <param name="Series">Names of the drawn values.</param>
/// <param name="DrillDown">The list behind it.</param>
public sealed record Chart(
    string Id,
    string Title,
    string Definition,
    int N,
    int LeftOut,
    string WhyLeftOut,
    string Headline,
    ChartKind Kind,
    IReadOnlyList<string> Columns,
    IReadOnlyList<string> Series,
    IReadOnlyList<ChartRow> Rows,
    (string Href, string Text) DrillDown
)
{
    /// <summary>The table as CSV (RFC 4180), numbers as numbers.</summary>
    public string ToCsv()
    {
        var csv = new StringBuilder();
        Line(Columns);
        foreach (var row in Rows)
        {
            var values = row.Values.Select(v =>
                v?.ToString("0.####", CultureInfo.InvariantCulture) ?? ""
            );
            Line([row.Key, .. values]);
        }

        return csv.ToString();

        void Line(IEnumerable<string> cells) =>
            csv.Append(string.Join(',', cells.Select(Quote))).Append("\r\n");
    }

    // A spreadsheet reads a text that starts with one of these characters as a formula.
    private static string Quote(string cell)
    {
        var safe =
            cell.Length > 0 && "=+-@\t\r".Contains(cell[0], StringComparison.Ordinal)
                ? "'" + cell
                : cell;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? safe
            : "\"" + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
