using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Pir.Platform.Persistence;
using Pir.Testing;
using Pir.Testing.Backends;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.Migrations.Tests;

/// <summary>
/// The current migrations upgrade the data of earlier versions (Fixtures, see the README there),
/// and the current model reads every row.
/// </summary>
public sealed class UpgradeTests
{
    // Rows the fixtures are certain to hold: they come from a run of the main job.
    private static readonly Dictionary<string, string[]> Expected = new(StringComparer.Ordinal)
    {
        ["intake"] = ["Source", "Incident", "Alert", "IncidentHistory"],
        ["timeline"] = ["IncidentRef", "TimelineEntry", "InboxEntry"],
        ["review"] = ["Review", "Revision", "ReaderTeam", "IncidentFacts", "InboxEntry"],
        ["action"] = ["ActionItem", "ActionHistory", "InboxEntry"],
        ["notification"] = ["Subscription", "Delivery", "LoggedEvent", "InboxEntry"],
        ["gateway"] = ["SetupLink"],
    };

    public static TheoryData<string, string> Fixtures
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var folder in Directory.GetDirectories(Root))
            {
                foreach (var database in Expected.Keys)
                {
                    all.Add(Path.GetFileName(folder), database);
                }
            }

            return all;
        }
    }

    private static string Root => Repository.PathOf("tests", "Migrations.Tests", "Fixtures");

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task Earlier_data_on_SQLite_is_migrated_and_read(string version, string database)
    {
        using var folder = new TempFolder("upgrade");
        var file = folder.File(database + ".db");
        File.Copy(Path.Combine(Root, version, database + ".db"), file);
        var connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false };
        await using var db = Databases.Open(
            DataProvider.Sqlite,
            database,
            connection.ConnectionString
        );
        await MigrateAndReadAsync(db, Expected[database]);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task Earlier_data_on_PostgreSQL_is_migrated_and_read(
        string version,
        string database
    )
    {
        var server = await PostgresServer.SharedAsync();
        await using var own = await server.CreateDatabaseAsync(database);
        await RestoreAsync(own.ConnectionString, Path.Combine(Root, version, database + ".sql"));
        await using var db = Databases.Open(
            DataProvider.PostgreSql,
            database,
            own.ConnectionString
        );
        await MigrateAndReadAsync(db, Expected[database]);
    }

    private static async Task MigrateAndReadAsync(PirDbContext db, string[] expected)
    {
        (await db.Database.GetAppliedMigrationsAsync()).ShouldNotBeEmpty();
        await db.Database.MigrateAsync();
        (await db.Database.GetPendingMigrationsAsync()).ShouldBeEmpty();

        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entity in db.Model.GetEntityTypes().Where(e => !e.IsOwned()))
        {
            counts[entity.ClrType.Name] = await ReadAllAsync(db, entity.ClrType);
        }

        foreach (var name in expected)
        {
            counts.ShouldContainKey(name);
            counts[name].ShouldBeGreaterThan(0, name);
        }
    }

    /// <summary>
    /// Every row, as objects: a column of the wrong type or an unknown name of an enum would not
    /// become one.
    /// </summary>
    private static async Task<int> ReadAllAsync(DbContext db, Type entity)
    {
        var read = typeof(UpgradeTests)
            .GetMethod(
                nameof(ReadAsync),
                System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static
            )!
            .MakeGenericMethod(entity);
        return await (Task<int>)read.Invoke(null, [db])!;
    }

    private static async Task<int> ReadAsync<T>(DbContext db)
        where T : class => (await db.Set<T>().AsNoTracking().ToListAsync()).Count;

    private static async Task RestoreAsync(string connectionString, string dump)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(await File.ReadAllTextAsync(dump), connection);
        await command.ExecuteNonQueryAsync();
    }
}
