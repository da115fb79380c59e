using Pir.Gateway.Data;

namespace Pir.Gateway.SampleData;

/// <summary>
/// Wakes the worker, and briefly caches the last audit entry about the sample data, because the
/// home page needs it on every view.
/// </summary>
internal sealed class SampleDataSignal : IDisposable
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _rung = new(0);
    private (AuditEntry? Entry, long At)? _last;

    public void Ring()
    {
        Forget();
        _rung.Release();
    }

    public void Forget() => _last = null;

    public Task WaitAsync(CancellationToken token) => _rung.WaitAsync(token);

    public async Task<AuditEntry?> LastAsync(
        Func<CancellationToken, Task<AuditEntry?>> find,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (_last is { } known && clock.GetElapsedTime(known.At) < Memory)
        {
            return known.Entry;
        }

        var entry = await find(token);
        _last = (entry, clock.GetTimestamp());
        return entry;
    }

    public void Dispose() => _rung.Dispose();
}
