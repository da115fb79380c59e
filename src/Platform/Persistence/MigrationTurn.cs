using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Pir.Platform.Persistence;

/// <summary>
/// The right to migrate a database, for one process at a time. The turn is bound to an open file or
/// connection, so it ends with its process in any case.
/// </summary>
internal sealed class MigrationTurn : IAsyncDisposable
{
    private readonly IAsyncDisposable _held;

    private MigrationTurn(IAsyncDisposable held) => _held = held;

    /// <summary>Null while another process has the turn.</summary>
    public static async Task<MigrationTurn?> TryTakeAsync(PirDbContext db, CancellationToken token)
    {
        if (db.Database.IsSqlite())
        {
            var folder = DatabaseFile.Of(db)?.Folder;
            return folder is null ? new(new MemoryStream())
                : FileLock.TryTake(Path.Combine(folder, ".migrating")) is { } file ? new(file)
                : null;
        }

        var connection = await OpenAsync(db, token);
        if (await TakeAsync(db, connection, token))
        {
            return new(new OpenConnection(db));
        }

        await db.Database.CloseConnectionAsync();
        return null;
    }

    public ValueTask DisposeAsync() => _held.DisposeAsync();

    /// <summary>
    /// The migrations run on the same connection, so they cannot outlive this turn.
    /// </summary>
    private static async Task<DbConnection> OpenAsync(PirDbContext db, CancellationToken token)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(token))
        {
            try
            {
                await creator.CreateAsync(token);
            }
            catch (DbException) when (!token.IsCancellationRequested)
            {
                // Another process may have created the database meanwhile. If not, opening it
                // reports the reason.
            }
        }

        await db.Database.OpenConnectionAsync(token);
        return db.Database.GetDbConnection();
    }

    private static async Task<bool> TakeAsync(
        PirDbContext db,
        DbConnection connection,
        CancellationToken token
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = db.Database.IsNpgsql() ? PostgreSql : SqlServer;
        return await command.ExecuteScalarAsync(token) is true or >= 0;
    }

    /// <summary>
    /// With this, the server notices within half a minute that the holder's machine is gone. The
    /// default is two hours.
    /// </summary>
    private const string PostgreSql = """
        SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4;
        SELECT pg_try_advisory_lock(hashtext('pir migration'));
        """;

    /// <summary>The server's own keep-alive is half a minute.</summary>
    internal const string SqlServer = """
        DECLARE @result int;
        EXEC @result = sp_getapplock @Resource = N'pir migration', @LockMode = N'Exclusive',
            @LockOwner = N'Session', @LockTimeout = 0;
        SELECT @result;
        """;

    private sealed class OpenConnection(PirDbContext db) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            var connection = db.Database.GetDbConnection();
            if (connection.State == ConnectionState.Open)
            {
                await using var command = connection.CreateCommand();
                // A pooled connection, and with it the lock, outlives its use.
                command.CommandText = db.Database.IsNpgsql()
                    ? "SELECT pg_advisory_unlock(hashtext('pir migration'));"
                    : "EXEC sp_releaseapplock @Resource = N'pir migration', @LockOwner = "
                        + "N'Session';";
                await command.ExecuteNonQueryAsync();
            }

            await db.Database.CloseConnectionAsync();
        }
    }
}
