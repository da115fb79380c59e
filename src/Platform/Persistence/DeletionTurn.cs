using Microsoft.EntityFrameworkCore;

namespace Pir.Platform.Persistence;

/// <summary>
/// Keeps deletions and the commits of other writers apart. Without it, a row that is committed
/// while its parent is being deleted would stay: neither transaction sees the other's rows. SQLite
/// allows one writer at a time anyway; the other databases have a lock that ends with the
/// transaction.
/// </summary>
public static class DeletionTurn
{
    internal const string SqlServerShared = """
        EXEC sp_getapplock @Resource = N'pir deletion', @LockMode = N'Shared',
            @LockOwner = N'Transaction', @LockTimeout = -1;
        """;

    internal const string SqlServerExclusive = """
        EXEC sp_getapplock @Resource = N'pir deletion', @LockMode = N'Exclusive',
            @LockOwner = N'Transaction', @LockTimeout = -1;
        """;

    private const string PostgreSqlShared =
        "SELECT pg_advisory_xact_lock_shared(hashtext('pir deletion'));";

    private const string PostgreSqlExclusive =
        "SELECT pg_advisory_xact_lock(hashtext('pir deletion'));";

    /// <summary>
    /// Waits for the transactions of all other writers, and has new ones wait until the end of this
    /// transaction. Call it before anything is read that decides what to delete.
    /// </summary>
    public static Task TakeAsync(PirDbContext db, CancellationToken token) =>
        RunAsync(db, PostgreSqlExclusive, SqlServerExclusive, token);

    /// <summary>Waits for a deletion, and has the next one wait for this transaction.</summary>
    internal static Task ShareAsync(PirDbContext db, CancellationToken token) =>
        RunAsync(db, PostgreSqlShared, SqlServerShared, token);

    private static Task RunAsync(
        PirDbContext db,
        string postgreSql,
        string sqlServer,
        CancellationToken token
    ) =>
        db.Database.IsSqlite()
            ? Task.CompletedTask
            : db.Database.ExecuteSqlRawAsync(
                db.Database.IsNpgsql() ? postgreSql : sqlServer,
                token
            );
}

/// <summary>
/// What a change is about was deleted while the change was being made. Read again, it is not found.
/// </summary>
public sealed class DeletedMeanwhileException()
    : DbUpdateConcurrencyException("What the change is about was deleted meanwhile.");
