namespace Pir.Platform.Messaging;

/// <summary>
/// Way from an outbox to the consumers: the broker, or the mediator where all services share a
/// process.
/// </summary>
public interface IEventTransport
{
    /// <summary>False while nothing can be sent; failures then count no attempt.</summary>
    bool IsReady { get; }

    /// <summary>
    /// Returns once the batch is safe: confirmed by the broker, or committed by every consumer.
    /// </summary>
    Task PublishAsync(OutgoingBatch batch, CancellationToken cancellationToken);
}
