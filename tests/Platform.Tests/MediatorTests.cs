using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Events;
using Pir.Platform.Messaging;
using Pir.Platform.Tests.Sample;
using Pir.Testing;
using Pir.Testing.SqlServer;
using Shouldly;
using Xunit;

namespace Pir.Platform.Tests;

/// <summary>
/// Outbox, group processing and inbox with all services in one process, on SQLite.
/// </summary>
public sealed class MediatorTests : IAsyncLifetime
{
    private readonly TestStore _store = TestStore.Sqlite();
    private readonly ConsumerModule.Behaviour _behaviour = new();
    private PirTestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task A_committed_change_is_heard_once_and_leaves_the_outbox()
    {
        var thing = Guid.CreateVersion7();
        await _host.ChangesAsync(thing);
        await HeardTimesAsync(thing, 1);
        await OutboxIsEmptyAsync();
    }

    [Fact]
    public async Task A_thousand_changes_of_ten_things_are_heard_in_order_each_once()
    {
        var things = Enumerable.Range(0, 10).Select(_ => Guid.CreateVersion7()).ToList();
        await Parallel.ForEachAsync(
            things,
            async (thing, _) =>
            {
                for (var i = 0; i < 100; i++)
                {
                    await _host.ChangesAsync(thing);
                }
            }
        );
        await OutboxIsEmptyAsync();
        var heard = await _host.HeardAsync();
        heard.Count.ShouldBe(10);
        heard.ShouldAllBe(h => h.Times == 100 && h.InOrder);
    }

    [Fact]
    public async Task The_same_message_again_changes_nothing()
    {
        var thing = Guid.CreateVersion7();
        await _host.ChangesAsync(thing);
        await HeardTimesAsync(thing, 1);
        var batch = new EventBatch(
            (
                await _host.QueryAsync<ConsumerDbContext, Guid>(db =>
                    db.Inbox.Select(i => i.MessageId).SingleAsync()
                )
            ),
            EventCatalog.ActionTracking,
            _host.Published
        );
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _host.TellAsync(batch)));
        (await _host.HeardAsync()).Single().Times.ShouldBe(1);
    }

    [Fact]
    public async Task A_poison_event_is_parked_its_neighbours_go_on_and_an_operator_retries_it()
    {
        var (poison, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await _host.ChangesAsync(poison, "poison pill");
        await _host.ChangesAsync(other);
        await HeardTimesAsync(other, 1);

        var admin = _host.Client();
        var url = "/api/operations/notification/parked";
        await Eventually.Until(
            async () => await ParkedAsync(admin, url) == 1,
            description: "parking"
        );
        (await _host.HeardAsync()).ShouldHaveSingleItem().Id.ShouldBe(other);
        var id = (await admin.GetFromJsonAsync<JsonElement>(url))
            .GetProperty("items")[0]
            .GetProperty("id")
            .GetGuid();

        (await admin.PostAsync($"{url}/{id}/retry", null)).StatusCode.ShouldBe(
            HttpStatusCode.Conflict
        );
        _behaviour.FailsOnPoison = false;
        (await admin.PostAsync($"{url}/{id}/retry", null)).StatusCode.ShouldBe(
            HttpStatusCode.NoContent
        );
        await HeardTimesAsync(poison, 1);
        (await ParkedAsync(admin, url)).ShouldBe(0);
    }

    [Fact]
    public async Task What_an_earlier_process_committed_is_published_by_the_next()
    {
        var thing = Guid.CreateVersion7();
        await _host.DisposeAsync();
        _host = await StartAsync(publishing: false);
        await _host.ChangesAsync(thing);
        await _host.DisposeAsync();
        _host = await StartAsync();
        await HeardTimesAsync(thing, 1);
        await OutboxIsEmptyAsync();
    }

    [Fact]
    public async Task A_damaged_message_is_parked_and_listed()
    {
        await _host.QueryAsync<ProducerDbContext, int>(async db =>
        {
            db.Outbox.Add(
                new OutboxMessage
                {
                    MessageId = Guid.CreateVersion7(),
                    Body = "{"u8.ToArray(),
                    Owner = "gone",
                    CreatedAt = DateTime.UnixEpoch,
                    LeaseUntil = DateTime.UnixEpoch,
                }
            );
            return await db.SaveChangesAsync();
        });
        await _host.DisposeAsync();
        _host = await StartAsync();
        await Eventually.Until(
            async () =>
                (
                    await _host
                        .Client()
                        .GetFromJsonAsync<JsonElement>("/api/operations/action-tracking/outbox")
                )
                    .GetProperty("parked")
                    .GetInt32() == 1,
            description: "parking of the damaged message"
        );
        (await _host.AnonymousClient().GetAsync("/health")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Every_query_of_the_outbox_was_also_read_as_T_SQL()
    {
        await _host.ChangesAsync(Guid.CreateVersion7());
        await OutboxIsEmptyAsync();
        SqlServerTwin.Statements.Keys.ShouldContain(s => s.Contains("FROM [Outbox]"));
        SqlServerTwin.Statements.Keys.ShouldContain(s => s.StartsWith("DELETE"));
    }

    [Fact]
    public async Task Operators_verbs_are_for_admins()
    {
        var response = await _host
            .Client("incidents:read")
            .GetAsync("/api/operations/notification/parked");
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await response.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("code")
            .GetString()
            .ShouldBe("forbidden");
        (
            await _host.AnonymousClient().GetAsync("/api/operations/notification/parked")
        ).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private Task<PirTestHost> StartAsync(bool publishing = true) =>
        PirTestHost.StartAsync(
            _store,
            [new ProducerModule(), new ConsumerModule(_behaviour)],
            configure: builder =>
            {
                if (!publishing)
                {
                    var dispatcher = builder.Services.Single(s =>
                        s.ImplementationType == typeof(OutboxDispatcher<ProducerDbContext>)
                    );
                    builder.Services.Remove(dispatcher);
                }
            }
        );

    private static async Task<int> ParkedAsync(HttpClient admin, string url) =>
        (await admin.GetFromJsonAsync<JsonElement>(url)).GetProperty("items").GetArrayLength();

    private Task HeardTimesAsync(Guid thing, int times) =>
        Eventually.Until(
            async () => (await _host.HeardAsync()).Any(h => h.Id == thing && h.Times == times),
            description: $"hearing {times} times"
        );

    private Task OutboxIsEmptyAsync() =>
        Eventually.Until(
            () =>
                _host.QueryAsync<ProducerDbContext, bool>(async db => !await db.Outbox.AnyAsync()),
            description: "emptying of the outbox"
        );
}
