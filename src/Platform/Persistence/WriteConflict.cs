using Microsoft.Data.SqlClient;
using Npgsql;

namespace Pir.Platform.Persistence;

/// <summary>
/// Recognises that a database rolled back a transaction because another one was first. Nothing is
/// wrong with the write itself. Retried on the current data, it succeeds or is refused for a
/// reason.
/// </summary>
public static class WriteConflict
{
    private const int SqlServerDeadlock = 1205;
    private const int SqlServerSnapshotConflict = 3960;

    public static bool Is(Exception? exception) =>
        exception switch
        {
            null => false,
            PostgresException postgres => postgres.SqlState
                is PostgresErrorCodes.SerializationFailure
                    or PostgresErrorCodes.DeadlockDetected,
            SqlException sql => sql.Number is SqlServerDeadlock or SqlServerSnapshotConflict,
            _ => Is(exception.InnerException),
        };
}
