using MassTransit;

namespace Pir.Platform.Messaging;

/// <summary>
/// Publishes to the <c>pir.events</c> topic exchange and awaits the broker's confirmation. Messages
/// are mandatory, so a batch that no queue would receive is an error.
/// </summary>
public sealed class RabbitTransport(IBusControl bus, TimeProvider clock) : IEventTransport
{
    // Much longer than the slowest answer of a working broker, much shorter than anybody would wait
    // for an event.
    private readonly PublishesUnderWay _underWay = new(clock, TimeSpan.FromSeconds(30));

    public bool IsReady => bus.CheckHealth().Status == BusHealthStatus.Healthy;

    public Task PublishAsync(OutgoingBatch batch, CancellationToken cancellationToken) =>
        _underWay.RunAsync(batch.Id, () => PublishAsync(batch), cancellationToken);

    private Task PublishAsync(OutgoingBatch batch) =>
        bus.Publish(
            new WrittenBatch(batch),
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
