using CsvHelper;
using Pir.Contracts.Events;
using Pir.Contracts.Texts;
using Pir.Contracts.Times;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents.Customers;

/// <summary>
/// The list of customers as CSV: a header line, then one customer a line. A line is about the
/// customer with the same id, or the same name if it has no id.
/// </summary>
internal static class CustomerCsv
{
    /// <summary>The columns, in the order of the export.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    ["customerId", "name", "affected", "reportedAt", "note"];

    /// <summary>Reads a file. Commas, semicolons and tabs are recognized as separators.</summary>
    public static CsvReader Read(string text) => CsvReader.FromText(text, Spreadsheet.Reading);

    /// <summary>The rule that the header breaks, or null.</summary>
    public static string? CheckHeader(IReadOnlyList<string> header)
    {
        if (!header.Any(h => Is(h, "customerId") || Is(h, "name")))
        {
            return "must begin with a line of column names that include customerId or name";
        }

        var unknown = header.FirstOrDefault(h => !Columns.Any(c => Is(h, c)));
        return unknown is null
            ? null
            : $"has the unknown column {unknown}; known are {string.Join(", ", Columns)}";
    }

    /// <summary>The fields of the current line.</summary>
    /// <param name="errors">Receives the broken rule by column.</param>
    public static CustomerFields FieldsOf(
        CsvReader line,
        DateTime now,
        Dictionary<string, string> errors
    )
    {
        var fields = new CustomerFields(
            Cell("customerId"),
            Cell("name"),
            ToFlag(Cell("affected"), errors),
            ToTime(Cell("reportedAt"), now, errors),
            Cell("note")
        );
        var check = new FieldErrors()
            .That(fields.Key.Length > 0, "name", "is required if there is no customerId")
            .Length("customerId", fields.CustomerId, ImpactedCustomer.LongestName)
            .Length("name", fields.Name, ImpactedCustomer.LongestName)
            .Length("note", fields.Note, TextLengths.Reason);
        foreach (var (field, rule) in check.Rules)
        {
            errors.TryAdd(field, rule);
        }

        return fields;

        string? Cell(string column) =>
            line.TryGetFieldIndex(column, out var at)
                ? Spreadsheet.TextOf(line, at).TrimmedOrNull()
                : null;
    }

    public static async Task WriteAsync(
        Stream to,
        IEnumerable<CustomerFields> customers,
        CancellationToken token
    )
    {
        await using var csv = CsvWriter.Create(to, Spreadsheet.Writing, leaveOpen: true);
        await csv.WriteRecordAsync([.. Columns], token);
        foreach (var it in customers)
        {
            await csv.WriteRecordAsync(
                [
                    it.CustomerId,
                    it.Name,
                    it.IsAffected switch
                    {
                        true => "yes",
                        false => "no",
                        _ => null,
                    },
                    Words.Of(it.ReportedAt),
                    it.Note,
                ],
                token
            );
        }

        await csv.FlushAsync(token);
    }

    private static bool Is(string heading, string column) =>
        heading.Trim().Equals(column, StringComparison.OrdinalIgnoreCase);

    private static bool? ToFlag(string? text, Dictionary<string, string> errors)
    {
        switch (text?.ToLowerInvariant())
        {
            case null:
                return null;
            case "yes" or "true" or "1":
                return true;
            case "no" or "false" or "0":
                return false;
            default:
                errors["affected"] = "must be yes or no";
                return null;
        }
    }

    private static DateTime? ToTime(string? text, DateTime now, Dictionary<string, string> errors)
    {
        if (text is null)
        {
            return null;
        }

        if (!UtcDateTimeConverter.TryRead(text, out var time))
        {
            errors["reportedAt"] = "must be a time with its zone, e.g. 2026-11-29T10:00:00Z";
            return null;
        }

        if (TimeRules.CheckPast(time, now) is { } rule)
        {
            errors["reportedAt"] = rule;
        }

        return time;
    }
}
