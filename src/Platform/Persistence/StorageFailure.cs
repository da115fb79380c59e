using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Pir.Platform.Persistence;

/// <summary>
/// Explains to an operator why a disk or a database refuses. The text completes a sentence that
/// begins with the name of the disk or database, and contains no addresses, names or texts of the
/// exception.
/// </summary>
public static class StorageFailure
{
    public const string Full = "is full";
    public const string ReadOnly = "is read-only";
    public const string Forbidden = "may not be written by this account";
    public const string NotAFolder = "is not a folder";
    private const string Damaged = "is damaged";
    private const string Failing = "is on a disk that reports errors";
    private const string Silent = "is not responding";
    private const string Login = "rejects the user name or the password";

    /// <summary>The reason, or null for a fault of another kind.</summary>
    public static string? Explain(Exception exception) =>
        exception switch
        {
            SqliteException sqlite => Explain(sqlite),
            PostgresException postgres => Explain(postgres),
            SqlException sql => Explain(sql),
            NpgsqlException or TimeoutException or SocketException => Silent,
            UnauthorizedAccessException => Forbidden,
            IOException io => Explain(io),
            { InnerException: { } inner } => Explain(inner),
            DbException => "refuses the query",
            _ => null,
        };

    /// <summary>What to do about it, if there is more to say than to look there.</summary>
    public static string Advice(string reason) =>
        reason switch
        {
            Damaged => " Restore it from a backup.",
            Full => " Free some space.",
            _ => "",
        };

    private static string Explain(SqliteException exception) =>
        exception.SqliteErrorCode switch
        {
            SQLitePCL.raw.SQLITE_FULL => Full,
            SQLitePCL.raw.SQLITE_READONLY => ReadOnly,
            SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => Damaged,
            SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED =>
                "is locked by another program",
            SQLitePCL.raw.SQLITE_CANTOPEN => "cannot be opened",
            SQLitePCL.raw.SQLITE_PERM or SQLitePCL.raw.SQLITE_AUTH => Forbidden,
            SQLitePCL.raw.SQLITE_IOERR => Failing,
            _ => "does not have the expected content",
        };

    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static string Explain(PostgresException exception) =>
        exception.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword
            or PostgresErrorCodes.InvalidAuthorizationSpecification => Login,
            PostgresErrorCodes.InsufficientPrivilege => "does not give this user sufficient rights",
            PostgresErrorCodes.DiskFull => Full,
            PostgresErrorCodes.ReadOnlySqlTransaction => ReadOnly,
            PostgresErrorCodes.TooManyConnections => "has no free connections",
            PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown =>
                "is starting or stopping",
            PostgresErrorCodes.InvalidCatalogName => "does not exist",
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => Damaged,
            _ => "does not have the expected content",
        };

    // https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors
    private static string Explain(SqlException exception) =>
        exception.Number switch
        {
            18456 or 18452 => Login,
            1105 or 9002 => Full,
            3906 => ReadOnly,
            229 or 262 => "does not give this user sufficient rights",
            4060 => "does not exist",
            823 or 824 => Damaged,
            -2 or -1 or 2 or 53 or 258 or 10054 or 10060 or 10061 or 11001 => Silent,
            _ => "does not have the expected content",
        };

    private static string? Explain(IOException exception) =>
        (exception.HResult & 0xFFFF) switch
        {
            // errno of Unix, else the low word of the Windows code.
            28 or 122 or 112 or 39 => Full,
            27 => "has a file size limit for this process",
            30 or 19 => ReadOnly,
            17 or 20 => NotAFolder,
            5 => Failing,
            _ => exception.InnerException is { } inner ? Explain(inner)
            : exception is FileNotFoundException or DirectoryNotFoundException ? "does not exist"
            : "cannot be written",
        };
}
