using MassTransit;
using MassTransit.Mediator;

namespace Pir.Platform.Messaging;

/// <summary>
/// Hands a batch to the consumers in this process and returns once each of them has committed.
/// There is no in-memory queue that could be lost with the process.
/// </summary>
public sealed class MediatorTransport(IMediator mediator) : IEventTransport
{
    public bool IsReady => true;

    public Task PublishAsync(OutgoingBatch batch, CancellationToken cancellationToken) =>
        mediator.Publish(batch.Read(), context => context.MessageId = batch.Id, cancellationToken);
}
