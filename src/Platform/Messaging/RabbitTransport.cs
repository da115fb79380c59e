using MassTransit;
using Pir.Contracts.Events;

namespace Pir.Platform.Messaging;

/// <summary>Publishes to the <c>pir.events</c> topic exchange. The awaited publish is the broker's confirm; mandatory, so a batch nobody would get comes back as an error.</summary>
public sealed class RabbitTransport(IBusControl bus) : IEventTransport
{
    public bool IsReady => bus.CheckHealth().Status == BusHealthStatus.Healthy;

    public Task PublishAsync(
        EventBatch batch,
        string? traceParent,
        CancellationToken cancellationToken
    ) =>
        bus.Publish(
            batch,
            context =>
            {
                context.MessageId = batch.Id;
                context.SetRoutingKey(batch.Source);
                if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit))
                {
                    rabbit.Mandatory = true;
                }
            },
            cancellationToken
        );
}
