using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Pir.Platform.Messaging;

/// <summary>
/// Wake-up signals for the outbox dispatchers, one per database. A signal that arrives while the
/// dispatcher is busy is not lost.
/// </summary>
public sealed class OutboxSignals
{
    private readonly ConcurrentDictionary<Type, OutboxSignal> _signals = new();

    public OutboxSignal For(Type contextType) =>
        _signals.GetOrAdd(contextType, static _ => new OutboxSignal());
}

/// <summary>One dispatcher's wake-up signal, and the rows it has published.</summary>
public sealed class OutboxSignal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Published rows that a busy writer may delete with its next commit.</summary>
    public PublishedRows Published { get; } = new();

    /// <summary>Signals that rows were committed.</summary>
    public void Pulse() => _channel.Writer.TryWrite(true);

    /// <summary>Returns at the next signal, or after <paramref name="atMost"/>.</summary>
    public async Task WaitAsync(
        TimeSpan atMost,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        using var timeout = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            timeout.Token,
            cancellationToken
        );
        try
        {
            await _channel.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The fallback timer fired: time to look for retries and for rows of dead owners.
        }
    }
}
