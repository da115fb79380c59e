using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Pir.Platform.Persistence.Bulk;

/// <summary>
/// Tells which keys are worth a query. On SQLite, which is in this process, a prepared look into the index costs less than building a query; over a network
/// the query itself is the cheapest answer, so every key is worth it. Bound to one context's open connection; not thread-safe.
/// </summary>
/// <param name="property">Holds the key; stored as bytes.</param>
public sealed class KeyProbe<T>(DbContext db, string property) : IDisposable
    where T : class
{
    private SqliteStatement? _statement;
    private Func<object?, object?>? _convert;

    /// <summary>Leaves out the keys that certainly have no row.</summary>
    public List<Guid> Find(IReadOnlyCollection<Guid> keys)
    {
        if (keys.Count == 0 || db.Database.GetDbConnection() is not SqliteConnection connection)
        {
            return [.. keys];
        }

        _statement ??= Prepare(connection);
        var found = new List<Guid>();
        foreach (var key in keys)
        {
            SqliteBinding.Value(_statement.Handle, 1, (byte[])_convert!(key)!);
            if (_statement.Step())
            {
                found.Add(key);
            }
        }

        return found;
    }

    public void Dispose() => _statement?.Dispose();

    private SqliteStatement Prepare(SqliteConnection connection)
    {
        var mapped = db.Model.FindEntityType(typeof(T))!.FindProperty(property)!;
        _convert = mapped.GetRelationalTypeMapping().Converter!.ConvertToProvider;
        return new(
            connection,
            $"SELECT 1 FROM {BulkColumn.Quote(mapped.DeclaringType.GetTableName()!)} WHERE {BulkColumn.Quote(mapped.GetColumnName())} = ?"
        );
    }
}
