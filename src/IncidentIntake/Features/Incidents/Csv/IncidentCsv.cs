using CsvHelper;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Features.Incidents.Csv;

/// <summary>
/// Incidents as CSV: a header line with the API's field names, then one incident a line.
/// </summary>
internal static class IncidentCsv
{
    private static readonly (string Name, Func<Incident, string?> Of)[] Cells =
    [
        ("key", i => i.Id.ToString()),
        ("reference", i => i.Reference),
        ("title", i => i.Title),
        ("severity", i => i.Severity.ToWord()),
        ("status", i => Words.Of(i.Status)),
        ("service", i => i.Service),
        ("team", i => i.Team),
        ("environment", i => i.Environment),
        ("detectionSource", i => Words.Of(i.DetectionSource)),
        ("detectedAt", i => Words.Of(i.DetectedAt)),
        ("impactStartedAt", i => Words.Of(i.ImpactStartedAt)),
        ("acknowledgedAt", i => Words.Of(i.AcknowledgedAt)),
        ("mitigatedAt", i => Words.Of(i.MitigatedAt)),
        ("resolvedAt", i => Words.Of(i.ResolvedAt)),
        ("isDrill", i => i.IsDrill ? "true" : "false"),
        (
            "commander",
            i => i.Roles.LastOrDefault(r => r.Role == IncidentRole.IncidentCommander)?.Person.Name
        ),
        ("description", i => i.Description),
    ];

    /// <summary>The columns, in the order of the export.</summary>
    public static IReadOnlyList<string> Columns { get; } = [.. Cells.Select(c => c.Name)];

    public static async Task WriteAsync(
        Stream to,
        IAsyncEnumerable<Incident> incidents,
        CancellationToken token
    )
    {
        await using var csv = CsvWriter.Create(to, Spreadsheet.Writing, leaveOpen: true);
        await csv.WriteRecordAsync([.. Columns], token);
        await foreach (var incident in incidents.WithCancellation(token))
        {
            await csv.WriteRecordAsync([.. Cells.Select(c => c.Of(incident))], token);
        }

        await csv.FlushAsync(token);
    }

    /// <summary>Reads a file. Commas, semicolons and tabs are recognized as separators.</summary>
    public static CsvReader Read(string text) => CsvReader.FromText(text, Spreadsheet.Reading);

    /// <summary>The rule that the header breaks, or null.</summary>
    public static string? CheckHeader(IReadOnlyList<string> header)
    {
        var names = header.Select(h => h.Trim()).ToList();
        if (!names.Contains("title", StringComparer.OrdinalIgnoreCase))
        {
            return "must begin with a line of column names that include title";
        }

        var unknown = names.Except(Columns, StringComparer.OrdinalIgnoreCase).FirstOrDefault();
        return unknown is null
            ? null
            : $"has the unknown column {unknown}; known are {string.Join(", ", Columns)}";
    }

    /// <summary>The cells of the current line that are not empty, by column.</summary>
    public static Dictionary<string, string> CellsOf(CsvReader line)
    {
        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in Columns)
        {
            if (
                line.TryGetFieldIndex(column, out var at)
                && Spreadsheet.TextOf(line, at) is { Length: > 0 } text
            )
            {
                cells[column] = text;
            }
        }

        return cells;
    }
}
