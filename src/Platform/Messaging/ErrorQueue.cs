using Microsoft.Extensions.Configuration;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pir.Platform.Messaging;

/// <summary>
/// Moves messages that RabbitMQ's consumers gave up on back to their queue. Safe to repeat, because
/// the inbox knows which messages were handled.
/// </summary>
public sealed class ErrorQueue(IConfiguration configuration)
{
    private const string FaultHeaderPrefix = "MT-Fault-";

    /// <summary>
    /// Moves at most the messages that were there at the start. Returns how many.
    /// </summary>
    public async Task<int> RedriveAsync(string queue, CancellationToken token)
    {
        var factory = new ConnectionFactory
        {
            Uri = new Uri(configuration.GetConnectionString("messaging")!),
        };
        await using var connection = await factory.CreateConnectionAsync(token);
        var options = new CreateChannelOptions(
            publisherConfirmationsEnabled: true,
            publisherConfirmationTrackingEnabled: true
        );
        await using var channel = await connection.CreateChannelAsync(options, token);
        uint waiting;
        try
        {
            waiting = (
                await channel.QueueDeclarePassiveAsync(queue + "_error", token)
            ).MessageCount;
        }
        catch (OperationInterruptedException)
        {
            return 0; // MassTransit creates the error queue on the first error.
        }

        var moved = 0;
        while (
            moved < waiting
            && await channel.BasicGetAsync(queue + "_error", autoAck: false, token) is { } message
        )
        {
            await channel.BasicPublishAsync(
                "",
                queue,
                mandatory: true,
                WithoutFault(message.BasicProperties),
                message.Body,
                token
            );
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false, token);
            moved++;
        }

        return moved;
    }

    private static BasicProperties WithoutFault(IReadOnlyBasicProperties properties)
    {
        var copy = new BasicProperties(properties);
        foreach (
            var key in copy.Headers?.Keys.Where(k =>
                    k.StartsWith(FaultHeaderPrefix, StringComparison.Ordinal)
                )
                .ToList()
                ?? []
        )
        {
            copy.Headers!.Remove(key);
        }

        return copy;
    }
}
