using Microsoft.Data.Sqlite;
using Npgsql;
using Pir.Testing;
using Pir.Testing.Backends;
using Pir.Testing.Processes;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>
/// Only one process migrates a database at a time, and its right ends with it, however it ends.
/// </summary>
public sealed class MigrationLockTests : IDisposable
{
    private static readonly string[] Names =
    [
        "gateway",
        "intake",
        "timeline",
        "review",
        "action",
        "notification",
    ];

    private readonly TempFolder _folder = new("migration-lock");

    [Theory]
    [InlineData("src/Standalone", "PIR Platform:")]
    [InlineData("src/Migrations/Runner", "Waiting for the broker")]
    public async Task A_process_killed_while_migrating_keeps_nobody_out(string program, string done)
    {
        // This row is all that is left by a process that dies between EF Core's first and last
        // step.
        foreach (var name in Names)
        {
            await LeaveLockRowAsync(name);
        }

        await using var process = Start(program);

        await process.WaitForLineAsync("Database notification:", TimeSpan.FromSeconds(60));
        await process.WaitForLineAsync(done, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_migration_killed_anywhere_is_ended_by_the_next_start()
    {
        // At each table that the first migrations make: killed there, started again, killed at the
        // next.
        for (var moment = 0; moment < 4; moment++)
        {
            await using var killed = Start("src/Migrations/Runner");
            await Eventually.Until(
                () => killed.HasExited || LogsSize() > moment * 100_000,
                TimeSpan.FromSeconds(60),
                "the migration is under way",
                () => killed.Output
            );
            await killed.KillAsync();
        }

        await using var process = Start("src/Migrations/Runner");
        await process.WaitForLineAsync("Waiting for the broker", TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Whoever_waits_says_what_for()
    {
        ChildProcess waiting;
        await using (
            new FileStream(
                _folder.File(".migrating"),
                FileMode.Create,
                FileAccess.ReadWrite,
                FileShare.None
            )
        )
        {
            waiting = Start("src/Migrations/Runner");
            await waiting.WaitForLineAsync(
                "Waiting for another process that is migrating the gateway database"
            );
        }

        await using (waiting)
        {
            await waiting.WaitForLineAsync("Database notification:", TimeSpan.FromSeconds(60));
        }
    }

    [Fact]
    public async Task On_PostgreSQL_the_lock_ends_with_the_session_of_its_holder()
    {
        var server = await PostgresServer.SharedAsync();
        var databases = new Dictionary<string, PostgresDatabase>(StringComparer.Ordinal);
        foreach (var name in Names)
        {
            databases[name] = await server.CreateDatabaseAsync(name);
        }

        await using var holder = new NpgsqlConnection(
            databases["gateway"].ConnectionString + ";Pooling=false"
        );
        await holder.OpenAsync();
        await ExecuteAsync(holder, "SELECT pg_advisory_lock(hashtext('pir migration'))");
        await using var waiting = Start(
            "src/Migrations/Runner",
            [
                "--Data:Provider=postgresql",
                .. databases.Select(d =>
                    $"--ConnectionStrings:{d.Key}db={d.Value.ConnectionString}"
                ),
            ]
        );
        await waiting.WaitForLineAsync(
            "Waiting for another process that is migrating the gateway database"
        );

        // What the server does when the holder's process, machine or connection is gone.
        await using var operation = new NpgsqlConnection(server.ConnectionString);
        await operation.OpenAsync();
        await ExecuteAsync(operation, $"SELECT pg_terminate_backend({holder.ProcessID})");

        await waiting.WaitForLineAsync("Database notification:", TimeSpan.FromSeconds(60));
    }

    public void Dispose() => _folder.Dispose();

    private ChildProcess Start(string program, params string[] settings) =>
        ChildProcess.StartDotnet(
            Repository.ProgramOf(program),
            null,
            [
                $"--Data:Directory={_folder.Path}",
                "--urls=http://127.0.0.1:0",
                "--ConnectionStrings:messaging=amqp://127.0.0.1:1",
                .. settings,
            ]
        );

    private long LogsSize() =>
        new DirectoryInfo(_folder.Path).EnumerateFiles("*.db*").Sum(f => f.Length);

    private async Task LeaveLockRowAsync(string database)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={_folder.File(database + ".db")};Pooling=False"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-28 00:00:00+00:00');
            """;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
