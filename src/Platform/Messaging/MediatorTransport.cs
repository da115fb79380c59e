using MassTransit;
using MassTransit.Mediator;
using Pir.Contracts.Events;

namespace Pir.Platform.Messaging;

/// <summary>Hands a batch to the consumers in this process and returns when each of them has committed: no queue that could die with the process.</summary>
public sealed class MediatorTransport(IMediator mediator) : IEventTransport
{
    public bool IsReady => true;

    public Task PublishAsync(
        EventBatch batch,
        string? traceParent,
        CancellationToken cancellationToken
    ) => mediator.Publish(batch, context => context.MessageId = batch.Id, cancellationToken);
}
