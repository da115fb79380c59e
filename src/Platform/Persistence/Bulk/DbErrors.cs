using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Pir.Platform.Persistence.Bulk;

/// <summary>
/// Recognises that another writer was first, so the caller must read and decide again.
/// </summary>
public static class DbConflict
{
    /// <summary>
    /// True for a unique or version conflict, a deadlock or a serialisation failure on any
    /// provider, even if wrapped by EF; and for a new row whose parent was deleted since it was
    /// read, which the next read finds gone.
    /// </summary>
    public static bool Is(Exception exception) =>
        exception switch
        {
            StaleRowsException or DbUpdateConcurrencyException => true,
            DbUpdateException { InnerException: { } inner } => Is(inner),
            SqliteException { SqliteErrorCode: 19, SqliteExtendedErrorCode: 787 or 1555 or 2067 } =>
                true,
            PostgresException
            {
                SqlState: PostgresErrorCodes.UniqueViolation
                    or PostgresErrorCodes.ForeignKeyViolation
                    or PostgresErrorCodes.DeadlockDetected
                    or PostgresErrorCodes.SerializationFailure
            } => true,
            SqlException { Number: 547 or 2601 or 2627 or 1205 } => true,
            _ => false,
        };
}

/// <summary>
/// Recognises that the fault is in the data and not in the database, so retrying cannot help.
/// </summary>
public static class DbRefusal
{
    /// <summary>
    /// True for everything that is not a database error, and for values that the database refuses.
    /// </summary>
    public static bool Is(Exception exception) =>
        exception switch
        {
            DbUpdateException { InnerException: { } inner } => Is(inner),
            // too big, constraint, mismatch, range
            SqliteException sqlite => sqlite.SqliteErrorCode is 18 or 19 or 20 or 25,
            PostgresException postgres => postgres.SqlState.StartsWith(
                "22",
                StringComparison.Ordinal
            ) || postgres.SqlState.StartsWith("23", StringComparison.Ordinal),
            SqlException sql => sql.Number
                is 515
                    or 547
                    or 2601
                    or 2627
                    or 2628
                    or 8152
                    or 8114
                    or 4815,
            DbException or IOException or TimeoutException or OperationCanceledException => false,
            _ => true,
        };
}

/// <summary>
/// An update by key found fewer rows than expected, because somebody changed them meanwhile.
/// </summary>
#pragma warning disable CA1032 // Only ever thrown here, with this text.
public sealed class StaleRowsException()
    : Exception("Rows were changed by another writer meanwhile.");
#pragma warning restore CA1032
