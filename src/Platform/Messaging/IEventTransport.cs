namespace Pir.Platform.Messaging;

/// <summary>
/// The way from an outbox to the consumers: the broker, or the mediator if all services share a
/// process.
/// </summary>
public interface IEventTransport
{
    /// <summary>False while nothing can be sent. Failures then do not count as attempts.</summary>
    bool IsReady { get; }

    /// <summary>
    /// Returns once the batch is durable: confirmed by the broker, or committed by every consumer.
    /// </summary>
    Task PublishAsync(OutgoingBatch batch, CancellationToken cancellationToken);
}
