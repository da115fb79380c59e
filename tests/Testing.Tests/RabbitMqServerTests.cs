using System.Text;
using Pir.Testing.Backends;
using Pir.Testing.Containers;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Shouldly;
using Xunit;

namespace Pir.Testing.Tests;

public sealed class RabbitMqServerTests
{
    [Fact]
    public async Task A_virtual_host_counts_and_purges_its_own_queues()
    {
        await using var host = await RabbitMqServer.SharedVirtualHostAsync();
        await using var other = await RabbitMqServer.SharedVirtualHostAsync();
        await PublishAsync(host, "one", "two", "three");

        await Eventually.Until(
            async () => (await host.QueueAsync("work"))?.Ready == 3,
            description: "three messages"
        );
        (await host.QueueAsync("work"))!.Type.ShouldBe("quorum");
        (await other.QueuesAsync()).ShouldBeEmpty();

        await host.PurgeAsync("work");
        await host.WaitUntilEmptyAsync();
    }

    [Fact]
    public async Task It_runs_in_a_container_where_an_engine_can_run()
    {
        await using var server = await RabbitMqServer.StartNewAsync();

        server.IsContainer.ShouldBe(await ContainerEngine.SharedIfAnyAsync() is not null);
        await ConfirmedMessagesOutliveAStopAndAKillAsync(server);
    }

    [Fact]
    public async Task It_runs_as_a_private_process_where_none_can()
    {
        await using var server = await RabbitMqServer.StartProcessAsync();

        server.IsContainer.ShouldBeFalse();
        await ConfirmedMessagesOutliveAStopAndAKillAsync(server);
    }

    private static async Task ConfirmedMessagesOutliveAStopAndAKillAsync(RabbitMqServer server)
    {
        await using var host = await server.CreateVirtualHostAsync();
        await PublishAsync(host, "one");

        await server.StopAsync();
        await Should.ThrowAsync<BrokerUnreachableException>(() => PublishAsync(host, "lost"));
        await server.StartAsync();
        await PublishAsync(host, "two");
        await server.KillAsync();
        await server.StartAsync();

        (await ReadAsync(host, 2)).ShouldBe(["one", "two"]);
        server.Freeze();
        await Should.ThrowAsync<OperationCanceledException>(() => host.QueuesAsync());
        server.Thaw();
        (await host.QueueAsync("work")).ShouldNotBeNull();
    }

    private static async Task PublishAsync(RabbitMqVirtualHost host, params string[] messages)
    {
        await using var connection = await ConnectAsync(host);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(true, true)
        );
        var arguments = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
        await channel.QueueDeclareAsync(
            "work",
            durable: true,
            exclusive: false,
            autoDelete: false,
            arguments
        );
        foreach (var message in messages)
        {
            await channel.BasicPublishAsync("", "work", Encoding.UTF8.GetBytes(message));
        }
    }

    private static async Task<List<string>> ReadAsync(RabbitMqVirtualHost host, int count)
    {
        await using var connection = await ConnectAsync(host);
        await using var channel = await connection.CreateChannelAsync();
        var messages = new List<string>();
        await Eventually.Until(
            async () =>
            {
                if (await channel.BasicGetAsync("work", autoAck: true) is { } message)
                {
                    messages.Add(Encoding.UTF8.GetString(message.Body.Span));
                }
                return messages.Count == count;
            },
            description: $"{count} messages"
        );
        return messages;
    }

    private static Task<IConnection> ConnectAsync(RabbitMqVirtualHost host) =>
        new ConnectionFactory { Uri = new Uri(host.ConnectionString) }.CreateConnectionAsync();
}
