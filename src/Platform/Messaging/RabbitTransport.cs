using System.Collections.Concurrent;
using MassTransit;

namespace Pir.Platform.Messaging;

/// <summary>Publishes to the <c>pir.events</c> topic exchange. The awaited publish is the broker's confirm; mandatory, so a batch nobody would get comes back as an error.</summary>
/// <remarks>
/// Giving up waiting does not cancel the publish: its confirm may be on the way, and a cancelled request would leave a channel that still waits for the
/// answer. It goes on by itself, and whoever tries the same batch again waits for the one under way: a slow broker gets no second copy.
/// </remarks>
public sealed class RabbitTransport(IBusControl bus) : IEventTransport
{
    private readonly ConcurrentDictionary<Guid, Lazy<Task>> _underWay = new();

    public bool IsReady => bus.CheckHealth().Status == BusHealthStatus.Healthy;

    public async Task PublishAsync(OutgoingBatch batch, CancellationToken cancellationToken)
    {
        var publish = _underWay.GetOrAdd(batch.Id, _ => new(() => PublishAsync(batch))).Value;
        try
        {
            await publish.WaitAsync(cancellationToken);
        }
        finally
        {
            if (publish.IsCompleted)
            {
                _underWay.TryRemove(batch.Id, out _);
            }
        }
    }

    private Task PublishAsync(OutgoingBatch batch) =>
        bus.Publish(
            new WrittenBatch(batch.Json),
            context =>
            {
                context.MessageId = batch.Id;
                context.SetRoutingKey(batch.Source);
                if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit))
                {
                    rabbit.Mandatory = true;
                }
            },
            CancellationToken.None
        );
}
