using Microsoft.Extensions.Configuration;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pir.Platform.Messaging;

/// <summary>
/// Moves what RabbitMQ's consumers gave up on back to the queue it came from. Harmless to repeat:
/// the inbox knows what was handled.
/// </summary>
public sealed class ErrorQueue(IConfiguration configuration)
{
    private const string FaultHeaderPrefix = "MT-Fault-";

    /// <summary>Moves at most what was there at the start; returns how many.</summary>
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
            return 0; // MassTransit makes the error queue with the first error.
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
