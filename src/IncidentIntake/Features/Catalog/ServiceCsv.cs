using System.Globalization;
using CsvHelper;
using Pir.Contracts.Api;

namespace Pir.IncidentIntake.Features.Catalog;

/// <summary>
/// The catalog as CSV: a header line with the API's field names, then one service a line.
/// </summary>
internal static class ServiceCsv
{
    /// <summary>The columns, in the order of the export.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    ["name", "team", "tier", "description", "runbookUrl", "dashboardUrl", "dependsOn"];

    /// <summary>Reads a file. Commas, semicolons and tabs are recognized as separators.</summary>
    public static CsvReader Read(string text) => CsvReader.FromText(text, Spreadsheet.Reading);

    /// <summary>The rule that the header breaks, or null.</summary>
    public static string? CheckHeader(IReadOnlyList<string> header)
    {
        if (!header.Any(h => Is(h, "name")))
        {
            return "must begin with a line of column names that include name";
        }

        var unknown = header.FirstOrDefault(h => !Columns.Any(c => Is(h, c)));
        return unknown is null
            ? null
            : $"has the unknown column {unknown}; known are {string.Join(", ", Columns)}";
    }

    /// <summary>The cells of the current line, by column.</summary>
    public static Dictionary<string, string> CellsOf(CsvReader line)
    {
        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in Columns)
        {
            if (line.TryGetFieldIndex(column, out var at))
            {
                cells[column] = Spreadsheet.TextOf(line, at);
            }
        }

        return cells;
    }

    /// <summary>
    /// The fields of a line. Columns that the file does not have keep the values of the service.
    /// </summary>
    /// <param name="before">The service as the catalog has it; null for a new one.</param>
    /// <param name="errors">Receives the broken rule by column.</param>
    public static ServiceFields ToFields(
        Dictionary<string, string> cells,
        ServiceFields? before,
        Dictionary<string, string> errors
    )
    {
        return new()
        {
            Name = cells["name"],
            Team = Cell("team", before?.Team),
            Tier = cells.TryGetValue("tier", out var tier) ? ToTier(tier, errors) : before?.Tier,
            Description = Cell("description", before?.Description),
            RunbookUrl = Cell("runbookUrl", before?.RunbookUrl),
            DashboardUrl = Cell("dashboardUrl", before?.DashboardUrl),
            DependsOn = cells.TryGetValue("dependsOn", out var names)
                ? names.Split([',', ';', '|'], StringSplitOptions.TrimEntries)
                : before?.DependsOn,
        };

        string? Cell(string column, string? otherwise) =>
            cells.TryGetValue(column, out var text) ? text : otherwise;
    }

    public static async Task WriteAsync(
        Stream to,
        IAsyncEnumerable<ServiceFields> services,
        CancellationToken token
    )
    {
        await using var csv = CsvWriter.Create(to, Spreadsheet.Writing, leaveOpen: true);
        await csv.WriteRecordAsync([.. Columns], token);
        await foreach (var s in services.WithCancellation(token))
        {
            await csv.WriteRecordAsync(
                [
                    s.Name,
                    s.Team,
                    s.Tier?.ToString(CultureInfo.InvariantCulture),
                    s.Description,
                    s.RunbookUrl,
                    s.DashboardUrl,
                    string.Join(", ", s.DependsOn ?? []),
                ],
                token
            );
        }

        await csv.FlushAsync(token);
    }

    private static bool Is(string heading, string column) =>
        heading.Trim().Equals(column, StringComparison.OrdinalIgnoreCase);

    private static int? ToTier(string text, Dictionary<string, string> errors)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var tier))
        {
            return tier;
        }

        errors["tier"] = "must be a whole number";
        return null;
    }
}
