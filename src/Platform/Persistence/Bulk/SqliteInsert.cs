using System.Buffers.Text;
using System.Linq.Expressions;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SQLitePCL;

namespace Pir.Platform.Persistence.Bulk;

/// <summary>
/// A prepared statement, bound directly from the entity. The ADO.NET provider's command looks up
/// every parameter by name, boxes every value and creates a reader per row, which costs more than
/// SQLite's own work. Values are written exactly as that provider writes them.
/// </summary>
internal sealed class SqliteInsert<T> : IDisposable
    where T : class
{
    private readonly SqliteStatement _statement;
    private readonly Action<sqlite3_stmt, T> _bind;

    public SqliteInsert(SqliteConnection connection, IEntityType entity)
    {
        var properties = entity
            .GetProperties()
            .Where(p => p.ValueGenerated == ValueGenerated.Never)
            .ToList();
        var names = properties.Select(p => BulkColumn.Quote(p.GetColumnName()));
        var places = Enumerable.Repeat("?", properties.Count);
        _statement = new(
            connection,
            $"INSERT INTO {BulkColumn.Quote(entity.GetTableName()!)} ({string.Join(", ", names)}) "
                + $"VALUES ({string.Join(", ", places)})"
        );
        _bind = Compile(properties);
    }

    public void Insert(IReadOnlyCollection<T> rows)
    {
        foreach (var row in rows)
        {
            _bind(_statement.Handle, row);
            _statement.Step();
        }
    }

    public void Dispose() => _statement.Dispose();

    private static Action<sqlite3_stmt, T> Compile(IReadOnlyList<IProperty> properties)
    {
        var statement = Expression.Parameter(typeof(sqlite3_stmt));
        var row = Expression.Parameter(typeof(T));
        var binds = properties.Select(
            (property, i) =>
            {
                var member = property.GetMemberInfo(forMaterialization: false, forSet: false);
                var value = Expression.MakeMemberAccess(row, member);
                return Bind(statement, Expression.Constant(i + 1), value, property);
            }
        );
        return Expression
            .Lambda<Action<sqlite3_stmt, T>>(Expression.Block(binds), statement, row)
            .Compile();
    }

    private static Expression Bind(
        Expression statement,
        Expression index,
        Expression value,
        IProperty property
    )
    {
        var bindNull = Expression.Call(
            typeof(SqliteBinding),
            nameof(SqliteBinding.Null),
            null,
            statement,
            index
        );
        var converter = property.GetRelationalTypeMapping().Converter;
        var isNullable = Nullable.GetUnderlyingType(value.Type) is not null;
        var plain = isNullable ? Expression.Property(value, "Value") : value;
        var converted = converter is null
            ? plain
            : Expression.Invoke(
                converter.ConvertToProviderExpression,
                Expression.Convert(plain, converter.ModelClrType)
            );
        var bind = Expression.Call(
            typeof(SqliteBinding),
            nameof(SqliteBinding.Value),
            null,
            statement,
            index,
            converted
        );
        if (isNullable)
        {
            return Expression.IfThenElse(Expression.Property(value, "HasValue"), bind, bindNull);
        }

        return value.Type.IsValueType || converter?.ConvertsNulls == true
            ? bind
            : Expression.IfThenElse(
                Expression.ReferenceEqual(value, Expression.Constant(null)),
                bindNull,
                bind
            );
    }
}

/// <summary>A prepared statement on the connection's database handle.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>The handle for binding values.</summary>
    public sqlite3_stmt Handle => _statement;

    /// <summary>
    /// Runs the statement with the bound values and resets it. True if it returned a row.
    /// </summary>
    public bool Step()
    {
        var found = StepToRow();
        raw.sqlite3_reset(_statement);
        return found;
    }

    /// <summary>The same, but returns the first column of the row, or null.</summary>
    public string? StepToText()
    {
        var text = StepToRow() ? raw.sqlite3_column_text(_statement, 0).utf8_to_string() : null;
        raw.sqlite3_reset(_statement);
        return text;
    }

    public void Dispose() => _statement?.Dispose();

    private bool StepToRow()
    {
        var result = raw.sqlite3_step(_statement);
        if (result is raw.SQLITE_DONE or raw.SQLITE_ROW)
        {
            return result == raw.SQLITE_ROW;
        }

        var error = Error(result);
        raw.sqlite3_reset(_statement);
        throw error;
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw Error(result);
        }
    }

    private SqliteException Error(int result) =>
        new(
            raw.sqlite3_errmsg(_database).utf8_to_string(),
            result & 0xFF,
            raw.sqlite3_extended_errcode(_database)
        );
}

/// <summary>Writes values in the same form as Microsoft.Data.Sqlite.</summary>
internal static class SqliteBinding
{
    public static void Null(sqlite3_stmt statement, int index) =>
        raw.sqlite3_bind_null(statement, index);

    public static void Value(sqlite3_stmt statement, int index, string? value)
    {
        if (value is null)
        {
            Null(statement, index);
            return;
        }

        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (size > 1_024)
        {
            raw.sqlite3_bind_text(statement, index, Encoding.UTF8.GetBytes(value));
            return;
        }

        Span<byte> text = stackalloc byte[1_024];
        raw.sqlite3_bind_text(statement, index, text[..Encoding.UTF8.GetBytes(value, text)]);
    }

    public static void Value(sqlite3_stmt statement, int index, byte[]? value)
    {
        if (value is null)
        {
            Null(statement, index);
            return;
        }

        raw.sqlite3_bind_blob(statement, index, value);
    }

    public static void Value(sqlite3_stmt statement, int index, ReadOnlySpan<byte> value) =>
        raw.sqlite3_bind_blob(statement, index, value);

    public static void Value(sqlite3_stmt statement, int index, Guid value)
    {
        Span<byte> text = stackalloc byte[36];
        value.TryFormat(text, out _);
        Ascii.ToUpperInPlace(text, out _);
        raw.sqlite3_bind_text(statement, index, text);
    }

    /// <summary><c>yyyy-MM-dd HH:mm:ss</c> and as many fractional digits as needed.</summary>
    public static void Value(sqlite3_stmt statement, int index, DateTime value)
    {
        Span<byte> text = stackalloc byte[40];
        Utf8Formatter.TryFormat(
            DateTime.SpecifyKind(value, DateTimeKind.Unspecified),
            text,
            out var length,
            'O'
        );
        text[10] = (byte)' ';
        while (text[length - 1] == (byte)'0')
        {
            length--;
        }

        raw.sqlite3_bind_text(
            statement,
            index,
            text[..(text[length - 1] == (byte)'.' ? length - 1 : length)]
        );
    }

    public static void Value(sqlite3_stmt statement, int index, bool value) =>
        raw.sqlite3_bind_int(statement, index, value ? 1 : 0);

    public static void Value(sqlite3_stmt statement, int index, int value) =>
        raw.sqlite3_bind_int(statement, index, value);

    public static void Value(sqlite3_stmt statement, int index, long value) =>
        raw.sqlite3_bind_int64(statement, index, value);
}
