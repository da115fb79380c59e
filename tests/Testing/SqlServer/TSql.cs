using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pir.Testing.SqlServer;

/// <summary>Checks statements for SQL Server with Microsoft's own parser.</summary>
public static class TSql
{
    /// <exception cref="FormatException">With the first error and the statement.</exception>
    public static void Check(string script)
    {
        var parser = new TSql160Parser(initialQuotedIdentifiers: true);
        using var reader = new StringReader(script);
        parser.Parse(reader, out var errors);
        if (errors.Count > 0)
        {
            throw new FormatException(
                $"Not T-SQL, line {errors[0].Line}: {errors[0].Message}\n{script}"
            );
        }
    }
}
