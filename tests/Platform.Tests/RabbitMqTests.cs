using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Pir.Platform.Messaging;
using Pir.Platform.Tests.Sample;
using Pir.Testing;
using Pir.Testing.Backends;
using Shouldly;
using Xunit;

namespace Pir.Platform.Tests;

/// <summary>
/// The same through RabbitMQ, with two replicas of producer and consumer on PostgreSQL.
/// </summary>
public sealed class RabbitMqTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly ConsumerModule.Behaviour _behaviour = new();
    private readonly List<PirTestHost> _hosts = [];
    private RabbitMqVirtualHost _room = null!;
    private RabbitMqServer? _own;
    private TestStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _room = await RabbitMqServer.SharedVirtualHostAsync();
        _store = await TestStore.PostgreSqlAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        await _store.DisposeAsync();
        await _room.DisposeAsync();
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }

    [Fact]
    public async Task Two_replicas_of_each_side_hear_every_change_once()
    {
        var consumers = new[] { await ConsumerAsync(), await ConsumerAsync() };
        var producers = new[] { await ProducerAsync(), await ProducerAsync() };
        var things = Enumerable.Range(0, 300).Select(_ => Guid.CreateVersion7()).ToList();
        await Parallel.ForEachAsync(
            things.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (thing, _) => await producers[thing.Index % 2].ChangesAsync(thing.Item)
        );
        await HeardAllOnceAsync(consumers[0], things);
    }

    [Fact]
    public async Task With_the_broker_down_changes_are_kept_and_delivered_when_it_is_back()
    {
        var broker = _own = await RabbitMqServer.StartNewAsync();
        output.WriteLine(broker.IsContainer ? "in a container" : "NO CONTAINER: a private process");
        var consumer = await StartAsync(new ConsumerModule(_behaviour), at: broker.Amqp);
        var producer = await StartAsync(new ProducerModule(), at: broker.Amqp);
        var things = Enumerable.Range(0, 101).Select(_ => Guid.CreateVersion7()).ToList();
        await producer.ChangesAsync(things[100]);
        await HeardAllOnceAsync(consumer, things[100..]);

        // RabbitMQ notes the name of a new quorum queue on disk a moment after declaring it; killed
        // in that moment it would start with an empty queue that never gets a leader
        // (rabbitmq-server issue 15725). An orderly stop writes it.
        await broker.StopAsync();
        await broker.StartAsync();
        foreach (var thing in things.Take(50))
        {
            await producer.ChangesAsync(thing);
        }

        await broker.KillAsync();
        foreach (var thing in things[50..100])
        {
            await producer.ChangesAsync(thing);
        }

        await broker.StartAsync();
        await HeardAllOnceAsync(consumer, things);
        (
            await producer.QueryAsync<ProducerDbContext, int>(db =>
                db.Outbox.CountAsync(m => m.ParkedAt != null)
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task A_change_nobody_would_get_stays_in_the_outbox_until_somebody_listens()
    {
        var producer = await ProducerAsync();
        var thing = Guid.CreateVersion7();
        await producer.ChangesAsync(thing);
        await Eventually.Until(
            () =>
                producer.QueryAsync<ProducerDbContext, bool>(db =>
                    db.Outbox.AnyAsync(m => m.Attempts > 0)
                ),
            description: "the broker hands the unroutable message back"
        );
        var consumer = await ConsumerAsync();
        await HeardAllOnceAsync(consumer, [thing]);
    }

    [Fact]
    public async Task Rows_of_a_dead_process_are_taken_over_by_one_other()
    {
        var consumer = await ConsumerAsync();
        var dead = await ProducerAsync(publishing: false);
        var things = Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var thing in things)
        {
            await dead.ChangesAsync(thing);
        }

        await dead.QueryAsync<ProducerDbContext, int>(db =>
            db.Outbox.ExecuteUpdateAsync(s => s.SetProperty(m => m.LeaseUntil, DateTime.UnixEpoch))
        );
        await ProducerAsync();
        await ProducerAsync();
        await HeardAllOnceAsync(consumer, things);
    }

    [Fact]
    public async Task A_replayed_error_queue_changes_nothing()
    {
        var consumer = await ConsumerAsync();
        var producer = await ProducerAsync();
        var thing = Guid.CreateVersion7();
        await producer.ChangesAsync(thing);
        await HeardAllOnceAsync(consumer, [thing]);

        // What was handled is put into the error queue, as after a lost acknowledgement, and driven
        // back.
        await ErrorQueues.CopyToErrorQueueAsync(
            Address,
            "pir.notification",
            producer.PublishedBatches.Single()
        );
        var answer = await consumer
            .Client()
            .PostAsync("/api/operations/notification/error-queue/redrive", null);
        (await answer.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("messages")
            .GetInt32()
            .ShouldBe(1);
        await ErrorQueues.AreEmptyAsync(Address, "pir.notification");
        (await consumer.HeardAsync()).Single().Times.ShouldBe(1);
        // The audit log says who moved the queue back.
        (await consumer.QueryAsync<ConsumerDbContext, int>(db => db.Outbox.CountAsync())).ShouldBe(
            1
        );
    }

    private Uri Address => new(_room.ConnectionString);

    private Task<PirTestHost> ConsumerAsync() => StartAsync(new ConsumerModule(_behaviour));

    private async Task<PirTestHost> ProducerAsync(bool publishing = true) =>
        await StartAsync(new ProducerModule(), publishing);

    private async Task<PirTestHost> StartAsync(
        Pir.Platform.Hosting.IPirModule module,
        bool publishing = true,
        Uri? at = null
    )
    {
        var host = await PirTestHost.StartAsync(
            _store,
            [module],
            broker: at ?? Address,
            configure: builder =>
            {
                if (!publishing)
                {
                    builder.Services.Remove(
                        builder.Services.Single(s =>
                            s.ImplementationType == typeof(OutboxDispatcher<ProducerDbContext>)
                        )
                    );
                }
            }
        );
        _hosts.Add(host);
        return host;
    }

    private static async Task HeardAllOnceAsync(
        PirTestHost consumer,
        IReadOnlyCollection<Guid> things
    )
    {
        await Eventually.Until(
            async () => (await consumer.HeardAsync()).Count == things.Count,
            // The bus waits up to half a minute between its attempts to connect again.
            TimeSpan.FromSeconds(150),
            "everything is heard"
        );
        (await consumer.HeardAsync()).ShouldAllBe(h => h.Times == 1);
    }
}
