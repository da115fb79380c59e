using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Pir.Platform.Persistence.Bulk;

/// <summary>
/// Deletes rows by their numeric key, with a prepared statement on SQLite and a single statement
/// elsewhere. Bound to one context's open connection; not thread-safe.
/// </summary>
public sealed class BulkDelete<T>(DbContext db) : IDisposable
    where T : class
{
    private SqliteStatement? _statement;

    /// <summary>
    /// Deletes within the context's current transaction. Rows that no longer exist are not an
    /// error.
    /// </summary>
    public async Task DeleteAsync(
        IReadOnlyCollection<long> ids,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
        {
            return;
        }

        var key = db.Model.FindEntityType(typeof(T))!.FindPrimaryKey()!.Properties.Single();
        if (db.Database.GetDbConnection() is not SqliteConnection connection)
        {
            await db.Set<T>()
                .Where(row => ids.Contains(EF.Property<long>(row, key.Name)))
                .ExecuteDeleteAsync(cancellationToken);
            return;
        }

        _statement ??= new(
            connection,
            $"DELETE FROM {BulkColumn.Quote(key.DeclaringType.GetTableName()!)} "
                + $"WHERE {BulkColumn.Quote(key.GetColumnName())} = ?"
        );
        foreach (var id in ids)
        {
            SqliteBinding.Value(_statement.Handle, 1, id);
            _statement.Step();
        }
    }

    public void Dispose() => _statement?.Dispose();
}
