using System.Diagnostics;
using System.Net;
using Npgsql;
using Pir.Platform.Tests.Sample;
using Pir.Testing;
using Pir.Testing.Backends;
using Shouldly;
using Xunit;

namespace Pir.Platform.Tests;

/// <summary>
/// <c>/health</c> says whether the process can work, and why not; <c>/alive</c> says that it runs.
/// </summary>
public sealed class ReadinessTests
{
    // Of all checks together: one of them is healthy before the broker is connected.
    private const string Healthy = "\"status\":\"Healthy\"";

    private static readonly string[] Inside = ["Exception", "SQLite", "127.0.0.1", "/tmp", "guest"];

    [Fact]
    public async Task A_full_disk_makes_the_service_not_ready_until_there_is_room_again()
    {
        await using var disk = await SmallDisk.MountAsync();
        var store = TestStore.Sqlite() with { Directory = disk.Path };
        await using (var host = await StartAsync(store))
        {
            await ShouldBecomeAsync(host, HttpStatusCode.OK, Healthy);

            disk.Fill();
            var told = await ShouldBecomeAsync(
                host,
                HttpStatusCode.ServiceUnavailable,
                "The data folder is full."
            );
            Inside.ShouldAllBe(word => !told.Contains(word));
            await ShouldBeAliveAsync(host);

            disk.Free();
            await ShouldBecomeAsync(host, HttpStatusCode.OK, Healthy);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_frozen_broker_is_told_while_the_service_stays_in_use()
    {
        await using var broker = await RabbitMqServer.StartNewAsync();
        await using var store = TestStore.Sqlite();
        await using var host = await StartAsync(store, broker.Amqp);
        await ShouldBecomeAsync(host, HttpStatusCode.OK, Healthy);

        broker.Freeze();
        try
        {
            var told = await ShouldBecomeAsync(
                host,
                HttpStatusCode.OK,
                "The broker does not confirm messages. Events wait in the outbox."
            );
            told.ShouldContain("\"status\":\"Degraded\"");
            Inside.ShouldAllBe(word => !told.Contains(word));
            await ShouldBeAliveAsync(host);
        }
        finally
        {
            broker.Thaw();
        }

        await ShouldBecomeAsync(host, HttpStatusCode.OK, Healthy);
    }

    [Fact]
    public async Task A_database_that_is_slow_for_a_moment_leaves_the_service_in_use()
    {
        await using var store = TestStore.Sqlite();
        await using var host = await StartAsync(store);
        await ShouldBecomeAsync(host, HttpStatusCode.OK, Healthy);
        await using var other = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={Path.Combine(store.Directory, "producer.db")};Pooling=False"
        );
        await other.OpenAsync();
        await using var hold = await other.BeginTransactionAsync();

        using var client = host.AnonymousClient();
        // The answer is kept for three seconds: the first one that takes time was asked meanwhile.
        await Eventually.Until(async () =>
        {
            var began = Stopwatch.GetTimestamp();
            (await client.GetAsync("/health")).StatusCode.ShouldBe(HttpStatusCode.OK);
            return Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(1.5);
        });
    }

    [Fact]
    public async Task Replicas_that_write_their_first_probe_at_once_are_all_ready()
    {
        await using var store = await TestStore.PostgreSqlAsync();
        await using var host = await StartAsync(store);
        using var client = host.AnonymousClient();
        await using var database = NpgsqlDataSource.Create(
            (await store.ConnectionString("actiondb"))!
        );
        await using var replica = await database.OpenConnectionAsync();
        await using var first = await replica.BeginTransactionAsync();
        await using var probe = replica.CreateCommand();
        probe.CommandText = """
            INSERT INTO "Inbox" ("MessageId", "ReceivedAt")
            VALUES ('00000000-0000-0000-0000-00000000a11e', now())
            """;
        await probe.ExecuteNonQueryAsync();

        var answer = client.GetAsync("/health");
        await using var waiting = database.CreateCommand(
            "SELECT count(*) FROM pg_locks WHERE NOT granted"
        );
        await Eventually.Until(
            async () => (long)(await waiting.ExecuteScalarAsync())! > 0,
            description: "this host waits for the other replica's probe"
        );
        await first.CommitAsync();

        (await answer).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Many_probes_cost_as_much_as_one()
    {
        await using var store = TestStore.Sqlite();
        await using var host = await StartAsync(store);
        await ShouldBecomeAsync(host, HttpStatusCode.OK, Healthy);
        var file = new FileInfo(Path.Combine(store.Directory, "producer.db-wal"));
        var before = file.Length;
        var began = Stopwatch.GetTimestamp();

        using var client = host.AnonymousClient();
        for (var probe = 0; probe < 200; probe++)
        {
            (await client.GetAsync("/health")).EnsureSuccessStatusCode();
        }

        file.Refresh();
        // A write of one probe takes a page or two of 4 KiB.
        var rounds = 1 + (int)(Stopwatch.GetElapsedTime(began).TotalSeconds / 3);
        (file.Length - before).ShouldBeLessThan(rounds * 40_000);
    }

    private static Task<PirTestHost> StartAsync(TestStore store, Uri? broker = null) =>
        PirTestHost.StartAsync(store, [new ProducerModule()], broker: broker);

    private static async Task<string> ShouldBecomeAsync(
        PirTestHost host,
        HttpStatusCode status,
        string text
    )
    {
        using var client = host.AnonymousClient();
        var last = "";
        await Eventually.Until(
            async () =>
            {
                using var answer = await client.GetAsync("/health");
                last = $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}";
                return answer.StatusCode == status && last.Contains(text);
            },
            TimeSpan.FromSeconds(30),
            $"/health says {text}",
            () => last
        );
        return last;
    }

    private static async Task ShouldBeAliveAsync(PirTestHost host)
    {
        using var client = host.AnonymousClient();
        (await client.GetAsync("/alive")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
