using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Pir.Platform.Persistence;

/// <summary>
/// Sets each SQLite connection up: write-ahead log, a full sync at each commit (an acknowledged
/// write survives power loss), and a wait instead of an error for the rare lock taken from outside
/// the process.
/// </summary>
public sealed class SqlitePragmas : DbConnectionInterceptor
{
    /// <summary>The same statement for those who open a connection themselves.</summary>
    public const string Statement =
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;";

    /// <summary>
    /// For a connection that commits many times a second: checkpoints are rarer, so a page that is
    /// written again and again reaches the database file once.
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

    // EF opens a file for reading only to see whether it exists. That must not turn the log mode of
    // a file without one, say a restored backup.
    private static string For(DbConnection connection) =>
        connection.ConnectionString.Contains("Mode=ReadOnly", StringComparison.OrdinalIgnoreCase)
            ? "PRAGMA busy_timeout=10000;"
            : Statement;
}
