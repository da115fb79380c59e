using Microsoft.Data.Sqlite;

namespace Pir.Platform.Persistence.Bulk;

/// <summary>
/// A prepared SQLite statement for hot paths, where the ADO.NET provider's command costs more than
/// SQLite's own work. Bound to one open connection; not thread-safe.
/// </summary>
public sealed class SqliteCall(SqliteConnection connection, string sql) : IDisposable
{
    private readonly SqliteStatement _statement = new(connection, sql);

    /// <param name="index">From 1.</param>
    public SqliteCall Bind(int index, ReadOnlySpan<byte> blob)
    {
        SqliteBinding.Value(_statement.Handle, index, blob);
        return this;
    }

    /// <inheritdoc cref="Bind(int, ReadOnlySpan{byte})"/>
    public SqliteCall Bind(int index, Guid value)
    {
        SqliteBinding.Value(_statement.Handle, index, value);
        return this;
    }

    /// <inheritdoc cref="Bind(int, ReadOnlySpan{byte})"/>
    public SqliteCall Bind(int index, string value)
    {
        SqliteBinding.Value(_statement.Handle, index, value);
        return this;
    }

    /// <inheritdoc cref="Bind(int, ReadOnlySpan{byte})"/>
    public SqliteCall Bind(int index, long value)
    {
        SqliteBinding.Value(_statement.Handle, index, value);
        return this;
    }

    /// <exception cref="SqliteException">SQLite reports an error.</exception>
    public void Run() => _statement.Step();

    /// <summary>The first column of the first row; null if there is no row.</summary>
    /// <exception cref="SqliteException">SQLite reports an error.</exception>
    public Guid? ReadGuid() => _statement.StepToText() is { } text ? Guid.Parse(text) : null;

    public void Dispose() => _statement.Dispose();
}
