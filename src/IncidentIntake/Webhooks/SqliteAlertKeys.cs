using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Pir.IncidentIntake.Data;
using Pir.Platform.Persistence.Bulk;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// The index of latest alerts in a SQLite file whose only writer is this process. It is read by
/// prepared statements and written with a delay. Bound to one open connection.
/// </summary>
internal sealed class SqliteAlertKeys : IDisposable
{
    // In insertion order. Existing entries stay unless a later alert was inserted.
    private const string Missing = """
        SELECT a."Key", a."Id" FROM "Alerts" a
        WHERE a."Id" >= $from AND a."Key" IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM "AlertKeys" k JOIN "Alerts" b ON b."Id" = k."AlertId" WHERE k."Key" = a."Key" AND b.rowid >= a.rowid)
        ORDER BY a.rowid
        """;

    private readonly IntakeDbContext _db;
    private readonly SqliteConnection _connection;
    private readonly SqliteCall _find;
    private readonly SqliteCall _put;
    private readonly SqliteCall _mark;

    public SqliteAlertKeys(IntakeDbContext db)
    {
        _db = db;
        _connection = (SqliteConnection)db.Database.GetDbConnection();
        _find = new(_connection, """SELECT "AlertId" FROM "AlertKeys" WHERE "Key" = ?""");
        _put = new(
            _connection,
            """INSERT OR REPLACE INTO "AlertKeys" ("Key", "AlertId") VALUES (?, ?)"""
        );
        _mark = new(
            _connection,
            """INSERT OR REPLACE INTO "Watermarks" ("Name", "Position") VALUES (?, ?)"""
        );
    }

    public Guid? Find(Guid key)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes);
        return _find.Bind(1, bytes).ReadGuid();
    }

    /// <summary>Runs within the current transaction.</summary>
    public void Put(IEnumerable<AlertKey> entries)
    {
        Span<byte> bytes = stackalloc byte[16];
        foreach (var entry in entries)
        {
            entry.Key.TryWriteBytes(bytes);
            _put.Bind(1, bytes).Bind(2, entry.AlertId).Run();
        }
    }

    /// <summary>Runs within the current transaction.</summary>
    public void Mark(Guid watermark) => _mark.Bind(1, Watermark.AlertKeys).Bind(2, watermark).Run();

    public async Task<Guid?> ReadWatermarkAsync(CancellationToken token) =>
        await _db
            .Watermarks.Where(w => w.Name == Watermark.AlertKeys)
            .Select(w => (Guid?)w.Position)
            .SingleOrDefaultAsync(token);

    /// <summary>Entries that an earlier process did not write in time.</summary>
    public async Task<List<AlertKey>> FindMissingAsync(Guid from, CancellationToken token)
    {
        await using var command = _connection.CreateCommand();
        command.Transaction = (SqliteTransaction?)
            _db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = Missing;
        command.Parameters.AddWithValue("$from", from);
        await using var reader = await command.ExecuteReaderAsync(token);
        var missing = new List<AlertKey>();
        while (await reader.ReadAsync(token))
        {
            missing.Add(
                new()
                {
                    Key = new((byte[])reader.GetValue(0)),
                    AlertId = Guid.Parse(reader.GetString(1)),
                }
            );
        }

        return missing;
    }

    public void Dispose()
    {
        _find.Dispose();
        _put.Dispose();
        _mark.Dispose();
    }
}
