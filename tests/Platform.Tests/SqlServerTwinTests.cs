using Pir.Testing.SqlServer;
using Shouldly;
using Xunit;

namespace Pir.Platform.Tests;

/// <summary>The T-SQL check must be able to fail.</summary>
public sealed class SqlServerTwinTests
{
    [Fact]
    public void A_statement_of_another_dialect_is_refused() =>
        Should.Throw<FormatException>(() => TSql.Check("SELECT * FROM things LIMIT 5"));

    [Fact]
    public void A_statement_of_its_own_is_taken() =>
        Should.NotThrow(() => TSql.Check("SELECT TOP(5) [t].[Id] FROM [Things] AS [t]"));
}
