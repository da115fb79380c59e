using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Pir.Platform.Persistence;

/// <summary>
/// Configures each SQLite connection: write-ahead log, a full sync on each commit (an acknowledged
/// write survives power loss), and a wait instead of an error for the rare lock from outside the
/// process.
/// </summary>
public sealed class SqlitePragmas : DbConnectionInterceptor
{
    /// <summary>The same statement, for code that opens its own connection.</summary>
    public const string Statement =
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000; "
        + "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;";

    /// <summary>
    /// For a connection that commits many times a second. Checkpoints are rarer, so a page that is
    /// rewritten many times reaches the database file only once.
    /// </summary>
    public static async Task PrepareForManyCommitsAsync(
        DbConnection connection,
        CancellationToken cancellationToken
    )
    {
        if (connection is not SqliteConnection)
        {
            return;
        }

        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_autocheckpoint=8000; PRAGMA cache_size=-64000;";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = For(connection);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = For(connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // EF opens a file read-only to check whether it exists. That must not change the journal mode
    // of a file without a write-ahead log, such as a restored backup.
    private static string For(DbConnection connection) =>
        connection.ConnectionString.Contains("Mode=ReadOnly", StringComparison.OrdinalIgnoreCase)
            ? "PRAGMA busy_timeout=10000;"
            : Statement;
}
