using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pir.Platform.Hosting;

namespace Pir.Platform.Persistence;

/// <summary>
/// Brings every database of the process up to date. Only the migration runner and Standalone run
/// it, so that replicas do not race.
/// </summary>
public sealed partial class Migrator(
    IEnumerable<PirDatabase> databases,
    IServiceProvider provider,
    TimeProvider clock,
    ILogger<Migrator> logger
)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SayAgain = TimeSpan.FromSeconds(15);

    /// <exception cref="CannotStartException">
    /// A database cannot be used. The message has the reason.
    /// </exception>
    public async Task MigrateAllAsync(CancellationToken cancellationToken = default)
    {
        foreach (var database in databases)
        {
            await UseAsync(database, db => MigrateAsync(database.Name, db, cancellationToken));
        }
    }

    /// <summary>
    /// For a process that leaves migrations to another one: checks that its databases still hold
    /// their data.
    /// </summary>
    /// <exception cref="CannotStartException">A database file is empty or missing.</exception>
    public async Task CheckAllAsync()
    {
        foreach (var database in databases)
        {
            await UseAsync(
                database,
                db =>
                {
                    DatabaseFile.Of(db)?.RefuseIfEmptied();
                    return Task.CompletedTask;
                }
            );
        }
    }

    private async Task UseAsync(PirDatabase database, Func<PirDbContext, Task> use)
    {
        try
        {
            await using var scope = provider.CreateAsyncScope();
            await using var db = database.Create(scope.ServiceProvider);
            await use(db);
        }
        catch (Exception exception)
            when (exception is not (CannotStartException or OperationCanceledException)
                && StorageFailure.Explain(exception) is { } reason
            )
        {
            throw new CannotStartException(
                $"The {database.Name} database {reason}: "
                    + $"{FirstLine(exception)}{StorageFailure.Advice(reason)}",
                exception
            );
        }
    }

    private async Task MigrateAsync(string name, PirDbContext db, CancellationToken token)
    {
        var file = DatabaseFile.Of(db);
        file?.RefuseIfEmptied();
        await using var turn = await WaitForTurnAsync(name, db, token);
        await RefuseUnknownAsync(name, db, token);
        var pending = (await db.Database.GetPendingMigrationsAsync(token)).Count();
        if (pending > 0)
        {
            await ForgetDeadHolderAsync(db, token);
            await db.Database.MigrateAsync(token);
            Log.Migrated(logger, name, pending);
        }

        file?.Remember();
    }

    private async Task<MigrationTurn> WaitForTurnAsync(
        string name,
        PirDbContext db,
        CancellationToken token
    )
    {
        var said = DateTimeOffset.MinValue;
        while (true)
        {
            if (await MigrationTurn.TryTakeAsync(db, token) is { } turn)
            {
                return turn;
            }

            if (clock.GetUtcNow() - said > SayAgain)
            {
                said = clock.GetUtcNow();
                Log.Waiting(logger, name);
            }

            await Task.Delay(LookAgain, clock, token);
        }
    }

    /// <summary>
    /// An older program would read and write data that it does not understand. A newer one cannot
    /// upgrade a database that is older than its first migration.
    /// </summary>
    private static async Task RefuseUnknownAsync(
        string name,
        PirDbContext db,
        CancellationToken token
    )
    {
        var known = db.Database.GetMigrations().ToList();
        var applied = await db.Database.GetAppliedMigrationsAsync(token);
        if (applied.Except(known, StringComparer.Ordinal).LastOrDefault() is { } unknown)
        {
            var isOlder = string.CompareOrdinal(unknown, known[0]) < 0;
            throw new CannotStartException(
                isOlder
                    ? $"The {name} database was written before the first release of this program "
                        + $"(migration {unknown}) and cannot be upgraded. Start with an empty "
                        + "database, or start the version that wrote it."
                    : $"The {name} database was written by a newer version of this "
                        + $"program (migration {unknown}). Start that version, or restore a "
                        + "backup made before the upgrade."
            );
        }
    }

    /// <summary>
    /// On SQLite, EF Core's own lock is a row that outlives its process. The holder of the turn
    /// knows that nobody else migrates, so the row is left over from a dead process. On other
    /// databases EF Core's lock ends with its connection.
    /// </summary>
    private static async Task ForgetDeadHolderAsync(PirDbContext db, CancellationToken token)
    {
        if (db.Database.IsSqlite())
        {
            await db.Database.ExecuteSqlRawAsync(
                """DROP TABLE IF EXISTS "__EFMigrationsLock";""",
                token
            );
        }
    }

    // EF Core wraps the server's message in advice for developers.
    private static string FirstLine(Exception exception) =>
        exception is InvalidOperationException { InnerException: { } cause }
            ? FirstLine(cause)
            : exception.Message.Split('\n')[0].Trim();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Database {Database}: {Count} migrations applied")]
        public static partial void Migrated(ILogger logger, string database, int count);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "Waiting for another process that is migrating the {Database} database"
        )]
        public static partial void Waiting(ILogger logger, string database);
    }
}
