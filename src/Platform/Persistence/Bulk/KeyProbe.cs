using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Pir.Platform.Persistence.Bulk;

/// <summary>
/// Tells which keys are worth a query. On SQLite, which is in this process, a prepared look into the index costs less than building a query; over a network
/// the query itself is the cheapest answer, so every key is worth it. Bound to one context's open connection; not thread-safe.
/// </summary>
public sealed class KeyProbe<T>(DbContext db, string property) : IDisposable
    where T : class
{
    private SqliteCommand? _command;

    /// <summary>Leaves out the keys that certainly have no row.</summary>
    public List<TKey> Find<TKey>(IReadOnlyCollection<TKey> keys)
        where TKey : struct
    {
        if (keys.Count == 0 || db.Database.GetDbConnection() is not SqliteConnection connection)
        {
            return [.. keys];
        }

        var mapped = db.Model.FindEntityType(typeof(T))!.FindProperty(property)!;
        var converter = mapped.GetRelationalTypeMapping().Converter;
        if (_command is null)
        {
            _command = connection.CreateCommand();
            _command.CommandText =
                $"SELECT 1 FROM {BulkColumn.Quote(mapped.DeclaringType.GetTableName()!)} WHERE {BulkColumn.Quote(mapped.GetColumnName())} = @p0";
            _command.Parameters.Add(new SqliteParameter { ParameterName = "@p0" });
        }

        _command.Transaction = (SqliteTransaction?)
            db.Database.CurrentTransaction?.GetDbTransaction();
        var found = new List<TKey>();
        foreach (var key in keys)
        {
            _command.Parameters[0].Value = converter is null
                ? key
                : converter.ConvertToProvider(key);
            if (_command.ExecuteScalar() is not null)
            {
                found.Add(key);
            }
        }

        return found;
    }

    public void Dispose() => _command?.Dispose();
}
