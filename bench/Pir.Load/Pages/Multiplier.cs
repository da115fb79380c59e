using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Pir.Platform.Persistence;

namespace Pir.Load.Pages;

/// <summary>
/// Multiplies incidents in the databases of a stopped product. Copies every row that was written
/// since <see cref="Mark"/>, each copy with its own ids, numbers and references and some hours
/// earlier. Has no knowledge of columns, so that it copies everything that the product writes.
/// </summary>
/// <param name="folder">Where the databases are.</param>
internal sealed class Multiplier(string folder)
{
    // Processed rows, rows protected by another process's keys, and counters.
    private static readonly HashSet<string> Left = new(StringComparer.Ordinal)
    {
        "Outbox",
        "Inbox",
        "Parked",
        "Users",
        "ApiTokens",
        "SetupLinks",
        "Sources",
        "Subscriptions",
        "AlertKeys",
        "DeliveryGroups",
    };

    // The product's SQLite set-up must be done before the first connection. Loading its assembly
    // does that.
    static Multiplier() =>
        RuntimeHelpers.RunModuleConstructor(typeof(SqlitePragmas).Module.ModuleHandle);

    private readonly Dictionary<(string File, string Table), long> _before = [];

    /// <summary>Remembers the existing rows.</summary>
    public void Mark()
    {
        foreach (var file in Files())
        {
            using var db = Open(file);
            foreach (var table in Tables(db))
            {
                _before[(file, table)] = Scalar(
                    db,
                    $"SELECT COALESCE(MAX(rowid), 0) FROM \"{table}\""
                );
            }
        }
    }

    /// <param name="times">Resulting number of each.</param>
    /// <param name="incidents">How many were written since the mark.</param>
    /// <param name="actions">How many were written since the mark.</param>
    public void Multiply(int times, int incidents, int actions)
    {
        var rows = Files().SelectMany(Read).ToList();
        var originals = new Originals(rows, incidents, actions);
        foreach (var file in rows.GroupBy(r => r.File))
        {
            using var db = Open(file.Key);
            using var transaction = db.BeginTransaction();
            foreach (var table in file.GroupBy(r => r.Table).Where(t => t.Any()))
            {
                Write(db, table.Key, [.. table], originals, times);
            }

            Advance(db, "Counters", "Value", (times - 1) * incidents);
            Advance(db, "ActionNumbers", "Last", (times - 1) * actions);
            transaction.Commit();
            Execute(db, "PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);");
        }
    }

    /// <summary>Rows of a table over all databases that have it.</summary>
    public long Count(string database, string table)
    {
        using var db = Open(Path.Combine(folder, database + ".db"));
        return Scalar(db, $"SELECT COUNT(*) FROM \"{table}\"");
    }

    private IEnumerable<StoredRow> Read(string file)
    {
        using var db = Open(file);
        foreach (var table in Tables(db))
        {
            using var command = db.CreateCommand();
            command.CommandText =
                $"SELECT rowid AS \"$row\", * FROM \"{table}\" WHERE rowid > $mark ORDER BY rowid";
            command.Parameters.AddWithValue("$mark", _before.GetValueOrDefault((file, table)));
            using var reader = command.ExecuteReader();
            var columns = Enumerable
                .Range(1, reader.FieldCount - 1)
                .Select(reader.GetName)
                .ToArray();
            while (reader.Read())
            {
                var values = new object[reader.FieldCount];
                reader.GetValues(values);
                yield return new StoredRow(file, table, (long)values[0], columns, values[1..]);
            }
        }
    }

    private static void Write(
        SqliteConnection db,
        string table,
        IReadOnlyList<StoredRow> rows,
        Originals originals,
        int times
    )
    {
        foreach (var row in rows)
        {
            Execute(db, $"DELETE FROM \"{table}\" WHERE rowid = {row.Id}");
        }

        // Numbers assigned by the database are assigned again.
        var given = GivenColumn(db, table);
        var kept = rows[0]
            .Columns.Select((name, at) => (name, at))
            .Where(c => c.name != given)
            .ToList();
        using var insert = db.CreateCommand();
        insert.CommandText =
            $"INSERT INTO \"{table}\" ({string.Join(',', kept.Select(c => $"\"{c.name}\""))}) "
            + $"VALUES ({string.Join(',', kept.Select(c => $"$p{c.at}"))})";
        var parameters = kept.Select(c => insert.Parameters.Add($"$p{c.at}", SqliteType.Text))
            .ToList();
        for (var copy = times - 1; copy >= 0; copy--)
        {
            foreach (var row in rows)
            {
                for (var i = 0; i < kept.Count; i++)
                {
                    var value = originals.Copy(row, kept[i].at, copy, times);
                    parameters[i].ResetSqliteType();
                    parameters[i].Value = value;
                }

                insert.ExecuteNonQuery();
            }
        }
    }

    private static string? GivenColumn(SqliteConnection db, string table)
    {
        using var command = db.CreateCommand();
        command.CommandText =
            $"SELECT name FROM pragma_table_info('{table}') WHERE pk = 1 AND upper(type) = "
            + "'INTEGER'";
        return command.ExecuteScalar() as string;
    }

    private static void Advance(SqliteConnection db, string table, string column, int by)
    {
        if (Tables(db).Contains(table))
        {
            Execute(db, $"UPDATE \"{table}\" SET \"{column}\" = \"{column}\" + {by}");
        }
    }

    private string[] Files() => Directory.GetFiles(folder, "*.db");

    private static List<string> Tables(SqliteConnection db)
    {
        using var command = db.CreateCommand();
        command.CommandText =
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name";
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        var search = new List<string>();
        while (reader.Read())
        {
            var name = reader.GetString(0);
            if (
                !reader.IsDBNull(1)
                && reader.GetString(1).Contains("VIRTUAL", StringComparison.OrdinalIgnoreCase)
            )
            {
                search.Add(name + "_");
            }

            if (
                !Left.Contains(name)
                && !name.StartsWith("__", StringComparison.Ordinal)
                && !name.StartsWith("sqlite_", StringComparison.Ordinal)
            )
            {
                tables.Add(name);
            }
        }

        // A search index has its own tables.
        return
        [
            .. tables.Where(t => !search.Exists(s => t.StartsWith(s, StringComparison.Ordinal))),
        ];
    }

    private static SqliteConnection Open(string file)
    {
        var db = new SqliteConnection($"Data Source={file};Pooling=False");
        db.Open();
        // Foreign keys hold again once all copies are there.
        Execute(db, "PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; PRAGMA busy_timeout=10000;");
        return db;
    }

    private static void Execute(SqliteConnection db, string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection db, string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}

/// <summary>A row as it is stored.</summary>
/// <param name="Id">SQLite's own number of it.</param>
/// <param name="Columns">Names, in the order of <paramref name="Values"/>.</param>
internal sealed record StoredRow(
    string File,
    string Table,
    long Id,
    string[] Columns,
    object[] Values
);
