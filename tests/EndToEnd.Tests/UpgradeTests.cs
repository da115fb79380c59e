using System.Net;
using Microsoft.Data.Sqlite;
using Npgsql;
using Pir.EndToEnd.Tests.Installations;
using Pir.Testing;
using Pir.Testing.Backends;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>
/// The present program starts on the data of an earlier version and serves it. The data are kept in
/// tests/Migrations.Tests/Fixtures; see the README there for when and how they are made (with
/// <c>PIR_APPROVE=1</c>, by <see cref="The_present_version_leaves_its_data_for_later_ones"/>).
/// </summary>
public sealed class UpgradeTests
{
    private static readonly string[] Names =
    [
        "intake",
        "timeline",
        "review",
        "action",
        "notification",
        "gateway",
    ];

    private static string Root => Repository.PathOf("tests", "Migrations.Tests", "Fixtures");

    public static TheoryData<string> Versions =>
        [.. Directory.GetDirectories(Root).Select(f => Path.GetFileName(f)!)];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Data_of_an_earlier_version_are_served_from_SQLite(string version)
    {
        using var folder = new TempFolder("upgrade");
        foreach (var name in Names)
        {
            File.Copy(Path.Combine(Root, version, name + ".db"), folder.File(name + ".db"));
        }

        await using var installation = await StandaloneInstallation.StartAsync(
            OnSqlite(folder.Path)
        );
        await EverythingIsServedAsync(installation);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Data_of_an_earlier_version_are_served_from_PostgreSQL(string version)
    {
        var databases = await DatabasesAsync();
        foreach (var (name, database) in databases)
        {
            await ExecuteAsync(
                database,
                await File.ReadAllTextAsync(Path.Combine(Root, version, name + ".sql"))
            );
        }

        await using var installation = await StandaloneInstallation.StartAsync(
            OnPostgreSql(databases)
        );
        await EverythingIsServedAsync(installation);
    }

    /// <summary>
    /// Writes Fixtures/v&lt;n&gt; for the version named by <c>PIR_FIXTURE_VERSION</c> when
    /// <c>PIR_APPROVE=1</c>; otherwise checks that there is one to upgrade from.
    /// </summary>
    [Fact]
    public async Task The_present_version_leaves_its_data_for_later_ones()
    {
        if (Environment.GetEnvironmentVariable("PIR_APPROVE") == "1")
        {
            var version = Environment.GetEnvironmentVariable("PIR_FIXTURE_VERSION") ?? "v1";
            var target = Directory.CreateDirectory(Path.Combine(Root, version)).FullName;
            await LeaveSqliteAsync(target);
            await LeavePostgreSqlAsync(target);
        }

        Directory.GetDirectories(Root).ShouldNotBeEmpty();
    }

    private static async Task EverythingIsServedAsync(Installation installation)
    {
        using var pir = new Driver(installation);
        var incident = (await pir.AllAsync("/api/incidents?status=all")).ShouldHaveSingleItem();
        var id = incident.GetProperty("id").GetString();
        await pir.EventuallyAsync(
            $"/api/incidents/{id}",
            i => i.GetProperty("status").GetString() == "closed",
            "the incident is closed, as its review is published"
        );
        (await pir.AllAsync($"/api/incidents/{id}/timeline")).Count.ShouldBeGreaterThanOrEqualTo(4);
        var review = (await pir.AllAsync($"/api/reviews?incident={id}")).ShouldHaveSingleItem();
        review.GetProperty("status").GetString().ShouldBe("published");
        using var page = await pir.Http.GetAsync(review.GetProperty("publishedUrl").GetString());
        (await page.Content.ReadAsStringAsync()).ShouldContain("the pool ran dry");
        var action = (await pir.AllAsync($"/api/actions?incident={id}")).ShouldHaveSingleItem();
        action.GetProperty("status").GetString().ShouldBe("completed");
        (await pir.AllAsync("/api/subscriptions")).ShouldHaveSingleItem();

        // The next incident gets the next number.
        var next = await pir.PostAsync(
            "/api/incidents",
            new { title = "After the upgrade" },
            HttpStatusCode.Created
        );
        next.GetProperty("number")
            .GetInt32()
            .ShouldBe(incident.GetProperty("number").GetInt32() + 1);
        await pir.EventuallyAsync(
            $"/api/incidents/{next.GetProperty("id").GetString()}/timeline",
            t => t.GetProperty("items").GetArrayLength() >= 1,
            "its timeline writes itself"
        );
    }

    private static async Task LeaveSqliteAsync(string target)
    {
        using var folder = new TempFolder("fixture");
        await RunMainJobAsync(OnSqlite(folder.Path));
        foreach (var name in Names)
        {
            var copy = Path.Combine(target, name + ".db");
            File.Delete(copy);
            await using var connection = new SqliteConnection(
                $"Data Source={folder.File(name + ".db")};Pooling=false"
            );
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = $"VACUUM INTO '{copy}'";
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task LeavePostgreSqlAsync(string target)
    {
        var databases = await DatabasesAsync();
        await RunMainJobAsync(OnPostgreSql(databases));
        var program = Directory
            .GetDirectories("/usr/lib/postgresql")
            .Select(f => Path.Combine(f, "bin", "pg_dump"))
            .Last(File.Exists);
        foreach (var (name, database) in databases)
        {
            var server = new NpgsqlConnectionStringBuilder(database);
            var dump = await ChildProcess.RunAsync(
                new ChildProcessStart(
                    "pg_dump",
                    program,
                    "--host=" + server.Host,
                    "--port=" + server.Port,
                    "--username=" + server.Username,
                    "--inserts",
                    "--no-owner",
                    "--no-privileges",
                    server.Database!
                )
            );
            dump.ExitCode.ShouldBe(0, dump.Errors);
            // Lines with a backslash are for psql, not for the server.
            var lines = dump
                .Output.Split('\n')
                .Where(line => !line.StartsWith('\\') && !line.StartsWith("--"));
            await File.WriteAllLinesAsync(Path.Combine(target, name + ".sql"), lines);
        }
    }

    private static async Task RunMainJobAsync(IReadOnlyDictionary<string, string?> environment)
    {
        await using var installation = await StandaloneInstallation.StartAsync(environment);
        await MainJob.RunAsync(installation);
    }

    private static Dictionary<string, string?> OnSqlite(string folder) =>
        Names.ToDictionary(
            name => $"ConnectionStrings__{name}db",
            name => (string?)$"Data Source={Path.Combine(folder, name + ".db")}",
            StringComparer.Ordinal
        );

    private static Dictionary<string, string?> OnPostgreSql(Dictionary<string, string> databases)
    {
        var environment = databases.ToDictionary(
            d => $"ConnectionStrings__{d.Key}db",
            d => (string?)d.Value,
            StringComparer.Ordinal
        );
        environment["Data__Provider"] = "postgresql";
        return environment;
    }

    private static async Task<Dictionary<string, string>> DatabasesAsync()
    {
        var server = await PostgresServer.SharedAsync();
        var databases = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Names)
        {
            databases[name] = (await server.CreateDatabaseAsync(name)).ConnectionString;
        }

        return databases;
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
