using Microsoft.Extensions.Configuration;

namespace Pir.Platform.Persistence;

/// <summary>Database product.</summary>
public enum DataProvider
{
    Sqlite,
    PostgreSql,
    SqlServer,
}

/// <summary>Where data is stored. Configuration section <c>Data</c>.</summary>
public sealed class DataOptions
{
    /// <summary><c>sqlite</c>, <c>postgresql</c> or <c>sqlserver</c>.</summary>
    public DataProvider Provider { get; set; } = DataProvider.Sqlite;

    /// <summary>
    /// Folder for SQLite files, keys and evidence; relative to the working directory.
    /// </summary>
    public string Directory { get; set; } = "data";

    /// <summary>
    /// Reads the section without the options system, for use during service registration.
    /// </summary>
    public static DataOptions From(IConfiguration configuration)
    {
        var options = new DataOptions();
        configuration.GetSection("Data").Bind(options);
        options.Directory = Path.GetFullPath(options.Directory);
        return options;
    }
}
