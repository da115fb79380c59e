using Markdig.Extensions.Tables;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Pir.Formatting;

/// <summary>
/// Aligns cells by class, because the pages forbid inline styles. Also unescapes pipes in code
/// cells.
/// </summary>
internal static class Tables
{
    public static void Apply(MarkdownDocument document)
    {
        foreach (var table in document.Descendants<Table>())
        {
            var columns = table.ColumnDefinitions;
            foreach (var row in table.OfType<TableRow>())
            {
                for (var i = 0; i < Math.Min(row.Count, columns.Count); i++)
                {
                    if (ClassOf(columns[i].Alignment) is { } name)
                    {
                        row[i].GetAttributes().AddClass(name);
                    }
                }
            }

            columns.ForEach(c => c.Alignment = null);
            foreach (var code in table.Descendants<CodeInline>())
            {
                code.Content = code.Content.Replace(@"\|", "|", StringComparison.Ordinal);
            }
        }
    }

    private static string? ClassOf(TableColumnAlign? alignment) =>
        alignment switch
        {
            TableColumnAlign.Center => "is-centered",
            TableColumnAlign.Right => "is-right",
            _ => null,
        };
}
