using System.Runtime.CompilerServices;
using Xunit;

namespace Pir.Migrations.Tests;

/// <summary>
/// A test that runs wherever the connection string of a real SQL Server is given; elsewhere it says
/// that none was.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqlServerFactAttribute : FactAttribute
{
    /// <summary>Holds the connection string; its login may create databases.</summary>
    public const string Variable = "PIR_TEST_SQLSERVER";

    public SqlServerFactAttribute(
        [CallerFilePath] string? sourceFilePath = null,
        [CallerLineNumber] int sourceLineNumber = -1
    )
        : base(sourceFilePath, sourceLineNumber)
    {
        if (ConnectionString is null)
        {
            Skip =
                "No SQL Server was given: there is none to install from the distribution. Set "
                + $"{Variable} to a connection string to run this.";
        }
    }

    public static string? ConnectionString { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : null;
}
