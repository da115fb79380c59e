using System.Globalization;
using System.Text.RegularExpressions;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;

namespace Pir.Web.Incidents;

/// <summary>Windows and business numbers of an impact as lines that a person can edit.</summary>
internal static partial class ImpactLines
{
    private const string WindowRule =
        "must have lines such as 2026-03-01 09:10 – 09:25 payments failed";
    private const string MetricRule =
        "must have lines such as Orders [per minute] | 120 | 31 | measured | sales dashboard";

    public static string? Of(IReadOnlyList<ImpactWindow> windows, Zone zone)
    {
        return Lines(windows.Select(w => $"{Time(w.From)} – {Time(w.To)} {w.What}".TrimEnd()));

        string Time(DateTime? at) => zone.Input(at).Replace('T', ' ');
    }

    public static string? Of(IReadOnlyList<BusinessMetric> metrics) =>
        Lines(
            metrics.Select(m =>
                string.Join(
                        " | ",
                        m.Unit is null ? m.Name : $"{m.Name} [{m.Unit}]",
                        Number(m.Baseline),
                        Number(m.Observed),
                        m.Basis is { } basis ? Words.Wire(basis) : "",
                        m.Source
                    )
                    .TrimEnd(' ', '|')
            )
        );

    /// <exception cref="ApiException">A line cannot be read; names the field.</exception>
    public static List<ImpactWindow> Windows(string field, string? text, Zone zone)
    {
        return Split(text).ConvertAll(line => Read(line) ?? throw Refused(field, line, WindowRule));

        ImpactWindow? Read(string line)
        {
            if (
                WindowLine().Match(line) is not { Success: true } match
                || zone.Read(Full(match, "from")) is not { } from
            )
            {
                return null;
            }

            var to = match.Groups["to"].Success ? zone.Read(Full(match, "to")) : null;
            return to is null && match.Groups["to"].Success
                ? null
                : new(from, to, match.Groups["what"].Value.Trim());
        }
    }

    /// <inheritdoc cref="Windows"/>
    public static List<BusinessMetric> Metrics(string field, string? text) =>
        Split(text).ConvertAll(line => Metric(line) ?? throw Refused(field, line, MetricRule));

    private static BusinessMetric? Metric(string line)
    {
        var cells = line.Split('|', StringSplitOptions.TrimEntries);
        var name = NameAndUnit().Match(cells[0]);
        NumberBasis? basis = null;
        if (
            cells.Length > 5
            || !name.Success
            || !TryNumber(Cell(1), out var baseline)
            || !TryNumber(Cell(2), out var observed)
            || !TryBasis(Cell(3), out basis)
        )
        {
            return null;
        }

        var unit = name.Groups["unit"] is { Success: true } said ? said.Value.Trim() : null;
        return new(name.Groups["name"].Value.Trim(), unit, baseline, observed, basis, Cell(4));

        string? Cell(int at) => at < cells.Length && cells[at].Length > 0 ? cells[at] : null;
    }

    private static bool TryBasis(string? text, out NumberBasis? basis)
    {
        basis =
            Enum.TryParse<NumberBasis>(text, ignoreCase: true, out var known)
            && Enum.IsDefined(known)
                ? known
                : null;
        return text is null || basis is not null;
    }

    private static bool TryNumber(string? text, out decimal? number)
    {
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        number = decimal.TryParse(text, style, CultureInfo.InvariantCulture, out var read)
            ? read
            : null;
        return text is null || number is not null;
    }

    private static string? Number(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);

    // A time without a date is on the day on which the window begins.
    private static string Full(Match match, string name)
    {
        var time = match.Groups[name].Value;
        return time.Length == 5
            ? match.Groups["from"].Value[..10] + "T" + time
            : time.Replace(' ', 'T');
    }

    private static List<string> Split(string? text) =>
        [
            .. (text ?? "").Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            ),
        ];

    private static string? Lines(IEnumerable<string> lines) =>
        string.Join('\n', lines) is { Length: > 0 } text ? text : null;

    private static ApiException Refused(string field, string line, string rule) =>
        new(ApiProblem.Field(field, $"{rule}; this one cannot be read: {line.Truncated(80)}"));

    [GeneratedRegex(
        @"^(?<from>\d{4}-\d\d-\d\d[ T]\d\d:\d\d)\s*[–-]\s*"
            + @"(?<to>(?:\d{4}-\d\d-\d\d[ T])?\d\d:\d\d)?(?<what>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex WindowLine();

    [GeneratedRegex(
        @"^(?<name>[^\[\]]+)(?:\[(?<unit>[^\[\]]+)\])?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex NameAndUnit();
}
