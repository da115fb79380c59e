using MassTransit;
using Pir.Contracts.Events;
using Pir.Platform.Persistence;

namespace Pir.Platform.Messaging;

/// <summary>
/// Hands a message to the service's group processor and returns once its effects are committed.
/// Returning acknowledges the message.
/// </summary>
public sealed class EventBatchConsumer<TDb>(GroupProcessor<TDb> processor) : IConsumer<EventBatch>
    where TDb : PirDbContext
{
    public Task Consume(ConsumeContext<EventBatch> context) =>
        processor.HandleAsync(context.Message, context.CancellationToken);
}
