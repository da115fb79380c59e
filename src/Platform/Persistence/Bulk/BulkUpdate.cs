using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Pir.Platform.Persistence.Bulk;

/// <summary>
/// Updates many rows of one table by key, without change tracking: with a prepared statement on
/// SQLite, in one round trip elsewhere. Configure it with <see cref="Set"/>, <see cref="Add"/> and
/// <see cref="Where"/>, then reuse it. Bound to one context's open connection; not thread-safe.
/// </summary>
/// <typeparam name="TRow">Source of the values; need not be the entity.</typeparam>
public sealed class BulkUpdate<TRow>(DbContext db, Type entityType) : IDisposable
{
    private readonly IEntityType _entity =
        db.Model.FindEntityType(entityType)
        ?? throw new ArgumentException(
            $"{entityType.Name} is not in the model.",
            nameof(entityType)
        );
    private readonly List<(
        string Sql,
        RelationalTypeMapping Mapping,
        Func<TRow, object?> Value
    )> _set = [];
    private readonly List<(
        string Sql,
        RelationalTypeMapping Mapping,
        Func<TRow, object?> Value
    )> _where = [];
    private SqliteCommand? _command;

    /// <summary>Assigns a column.</summary>
    public BulkUpdate<TRow> Set(string property, Func<TRow, object?> value)
    {
        _set.Add(Term(property, "{0} = {1}", value));
        return this;
    }

    /// <summary>Adds to a numeric column.</summary>
    public BulkUpdate<TRow> Add(string property, Func<TRow, object?> value)
    {
        _set.Add(Term(property, "{0} = {0} + {1}", value));
        return this;
    }

    /// <summary>Selects the row by a value that is never null.</summary>
    public BulkUpdate<TRow> Where(string property, Func<TRow, object?> value)
    {
        _where.Add(Term(property, "{0} = {1}", value));
        return this;
    }

    /// <summary>Updates within the context's current transaction.</summary>
    /// <returns>
    /// Number of rows found. If it is lower than the number given, somebody else has changed some
    /// rows meanwhile.
    /// </returns>
    public async Task<int> UpdateAsync(
        IReadOnlyCollection<TRow> rows,
        CancellationToken cancellationToken
    )
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        var connection = db.Database.GetDbConnection();
        var transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        if (connection is SqliteConnection sqlite)
        {
            return UpdateSqlite(sqlite, (SqliteTransaction?)transaction, rows);
        }

        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        await using var factory = connection.CreateCommand();
        foreach (var row in rows)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = Sql();
            foreach (var parameter in Parameters(factory, row))
            {
                command.Parameters.Add(parameter);
            }

            batch.BatchCommands.Add(command);
        }

        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public void Dispose() => _command?.Dispose();

    private int UpdateSqlite(
        SqliteConnection connection,
        SqliteTransaction? transaction,
        IReadOnlyCollection<TRow> rows
    )
    {
        if (_command is null)
        {
            _command = connection.CreateCommand();
            _command.CommandText = Sql();
            _command.Parameters.AddRange([
                .. Enumerable
                    .Range(0, _set.Count + _where.Count)
                    .Select(i => new SqliteParameter { ParameterName = "@p" + i }),
            ]);
        }

        _command.Transaction = transaction;
        var found = 0;
        foreach (var row in rows)
        {
            var i = 0;
            foreach (var (_, mapping, value) in _set.Concat(_where))
            {
                var raw = value(row);
                _command.Parameters[i++].Value =
                    (mapping.Converter is null ? raw : mapping.Converter.ConvertToProvider(raw))
                    ?? DBNull.Value;
            }

            found += _command.ExecuteNonQuery();
        }

        return found;
    }

    private IEnumerable<DbParameter> Parameters(DbCommand factory, TRow row) =>
        _set.Concat(_where)
            .Select(
                (term, i) =>
                    term.Mapping.CreateParameter(factory, "@p" + i, term.Value(row), nullable: true)
            );

    private string Sql()
    {
        var set = _set.Select(
            (term, i) => term.Sql.Replace("?", "@p" + i, StringComparison.Ordinal)
        );
        var where = _where.Select(
            (term, i) => term.Sql.Replace("?", "@p" + (_set.Count + i), StringComparison.Ordinal)
        );
        return $"UPDATE {BulkColumn.Quote(_entity.GetTableName()!)} SET {string.Join(", ", set)} "
            + $"WHERE {string.Join(" AND ", where)}";
    }

    private (string Sql, RelationalTypeMapping Mapping, Func<TRow, object?> Value) Term(
        string property,
        string form,
        Func<TRow, object?> value
    )
    {
        var mapped =
            _entity.FindProperty(property)
            ?? throw new ArgumentException(
                $"{_entity.DisplayName()} has no {property}.",
                nameof(property)
            );
        return (
            string.Format(form, BulkColumn.Quote(mapped.GetColumnName()), "?"),
            mapped.GetRelationalTypeMapping(),
            value
        );
    }
}
