using System.Collections.Concurrent;
using Pir.Contracts.Events;
using Pir.Platform.Messaging;

namespace Pir.Testing;

/// <summary>Records every published batch before passing it on.</summary>
internal sealed class RecordingTransport(
    IEventTransport inner,
    ConcurrentQueue<EventBatch> published
) : IEventTransport
{
    public bool IsReady => inner.IsReady;

    public async Task PublishAsync(OutgoingBatch batch, CancellationToken cancellationToken)
    {
        await inner.PublishAsync(batch, cancellationToken);
        published.Enqueue(batch.Read());
    }
}
