using System.Collections.Concurrent;
using Pir.Platform.Persistence;
using Pir.Testing.Backends;

namespace Pir.Testing;

/// <summary>Where a test host keeps its data. Dispose removes it.</summary>
/// <param name="Provider">Which product.</param>
/// <param name="Directory">Folder for files and keys.</param>
/// <param name="ConnectionString">
/// Connection string of one database by its connection name; null for SQLite files in the folder.
/// </param>
public sealed record TestStore(
    DataProvider Provider,
    string Directory,
    Func<string, Task<string?>> ConnectionString,
    Func<ValueTask> Remove
) : IAsyncDisposable
{
    /// <summary>SQLite files in a separate folder.</summary>
    public static TestStore Sqlite()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("pir-test-").FullName;
        return new(
            DataProvider.Sqlite,
            folder,
            _ => Task.FromResult<string?>(null),
            () =>
            {
                Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
                System.IO.Directory.Delete(folder, recursive: true);
                return ValueTask.CompletedTask;
            }
        );
    }

    /// <summary>
    /// A PostgreSQL database per service, created on first use. Hosts that share the store are
    /// replicas.
    /// </summary>
    public static async Task<TestStore> PostgreSqlAsync()
    {
        var server = await PostgresServer.SharedAsync();
        var folder = System.IO.Directory.CreateTempSubdirectory("pir-test-").FullName;
        var databases = new ConcurrentDictionary<string, Lazy<Task<PostgresDatabase>>>(
            StringComparer.Ordinal
        );
        return new(
            DataProvider.PostgreSql,
            folder,
            async name =>
                (
                    await databases
                        .GetOrAdd(name, n => new(() => server.CreateDatabaseAsync(n)))
                        .Value
                ).ConnectionString,
            async () =>
            {
                foreach (var database in databases.Values)
                {
                    await (await database.Value).DisposeAsync();
                }

                System.IO.Directory.Delete(folder, recursive: true);
            }
        );
    }

    public ValueTask DisposeAsync() => Remove();
}
