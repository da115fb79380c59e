using CsvHelper;
using Pir.Contracts.Texts;

namespace Pir.IncidentIntake.Features;

/// <summary>How all CSV files of this service are read and written.</summary>
internal static class Spreadsheet
{
    private const string FormulaMarks = "=+-@";

    /// <summary>Commas, semicolons and tabs are recognized as separators.</summary>
    public static CsvReaderOptions Reading { get; } =
        CsvReaderOptions.Default with
        {
            TrimWhitespace = true,
            TrackLineNumbers = true,
        };

    /// <summary>A spreadsheet would run a text that begins like a formula.</summary>
    public static CsvWriterOptions Writing { get; } =
        CsvWriterOptions.Default with
        {
            Injection = CsvInjection.Escape,
        };

    /// <summary>
    /// The text of a cell, without what the export put before a text that begins like a formula.
    /// </summary>
    public static string TextOf(CsvReader line, int at)
    {
        var text = line.GetString(at);
        return (
            text is ['\'', var mark, ..] && FormulaMarks.Contains(mark) ? text[1..] : text
        ).Cleaned();
    }
}
