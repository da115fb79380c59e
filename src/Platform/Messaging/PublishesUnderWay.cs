using System.Collections.Concurrent;

namespace Pir.Platform.Messaging;

/// <summary>
/// Allows one publish per batch at a time. A retry while a confirmation is still pending waits for
/// that publish and does not send a second copy.
/// </summary>
/// <remarks>
/// Giving up waiting does not cancel the publish, because that would leave a channel that still
/// waits for the answer. But a confirmation that was lost with its connection never comes, and the
/// client does not always report that (rabbitmq-dotnet-client #1930). A publish older than
/// <paramref name="hopeless"/> is therefore abandoned and the batch is sent again. If both arrive,
/// the inboxes recognise the second copy.
/// </remarks>
public sealed class PublishesUnderWay(TimeProvider clock, TimeSpan hopeless)
{
    private readonly ConcurrentDictionary<Guid, Publish> _publishes = new();

    /// <summary>Waits for the pending publish of this batch, or starts one.</summary>
    /// <exception cref="OperationCanceledException">
    /// The token fired first. The publish continues.
    /// </exception>
    public async Task RunAsync(Guid id, Func<Task> begin, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var publish = _publishes.AddOrUpdate(
            id,
            _ => new(now, new(begin)),
            (_, current) =>
                current.StartedAt + hopeless > now ? current : new Publish(now, new(begin))
        );
        try
        {
            await publish.Confirmed.Value.WaitAsync(cancellationToken);
        }
        finally
        {
            if (publish.Confirmed.Value.IsCompleted)
            {
                _publishes.TryRemove(new(id, publish));
            }
        }
    }

    private sealed record Publish(DateTimeOffset StartedAt, Lazy<Task> Confirmed);
}
