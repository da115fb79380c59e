using System.Text.Json;
using Pir.Contracts.Events;
using Pir.Testing;
using RabbitMQ.Client;

namespace Pir.Platform.Tests;

/// <summary>Looks at a broker's queues from outside, with the plain client.</summary>
internal static class ErrorQueues
{
    /// <summary>
    /// Puts a handled message into the error queue in MassTransit's envelope, under the id its
    /// inbox knows.
    /// </summary>
    public static async Task CopyToErrorQueueAsync(Uri broker, string queue, EventBatch batch)
    {
        await using var connection = await ConnectAsync(broker);
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(
            queue + "_error",
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }
        );
        var body = new
        {
            messageId = batch.Id,
            messageType = new[] { "urn:message:Pir.Contracts.Events:EventBatch" },
            message = batch,
        };
        await channel.BasicPublishAsync(
            "",
            queue + "_error",
            mandatory: true,
            new BasicProperties { ContentType = "application/vnd.masstransit+json" },
            JsonSerializer.SerializeToUtf8Bytes(body, EventJson.Options)
        );
        await Eventually.Until(
            async () => await channel.MessageCountAsync(queue + "_error") == 1,
            description: "the error queue holds the message"
        );
    }

    /// <summary>
    /// Waits until neither the queue nor its error queue holds anything, unacknowledged included.
    /// </summary>
    public static async Task AreEmptyAsync(Uri broker, string queue)
    {
        await using var connection = await ConnectAsync(broker);
        await using var channel = await connection.CreateChannelAsync();
        await Eventually.Until(
            async () =>
                await channel.MessageCountAsync(queue) == 0
                && await channel.MessageCountAsync(queue + "_error") == 0,
            description: "both queues are empty"
        );
    }

    private static Task<IConnection> ConnectAsync(Uri broker) =>
        new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
}
