using System.Collections.Concurrent;

namespace Pir.Platform.Messaging;

/// <summary>
/// One publish per batch at a time: who tries a batch again while its confirm is on the way waits
/// for that publish and sends no second copy.
/// </summary>
/// <remarks>
/// Giving up waiting does not cancel the publish, which would leave a channel that still waits for
/// the answer. But a confirm that died with its connection never comes, and the client does not
/// always say so (rabbitmq-dotnet-client #1930): a publish older than <paramref name="hopeless"/>
/// is not waited for any longer, the batch is sent again, and should both arrive the inboxes
/// recognise the second copy.
/// </remarks>
public sealed class PublishesUnderWay(TimeProvider clock, TimeSpan hopeless)
{
    private readonly ConcurrentDictionary<Guid, Publish> _publishes = new();

    /// <summary>Waits for the publish under way of this batch, or begins one.</summary>
    /// <exception cref="OperationCanceledException">
    /// The token fired first; the publish goes on.
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
