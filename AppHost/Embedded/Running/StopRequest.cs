using System.Runtime.InteropServices;

namespace Aspire.Hosting.Running;

/// <summary>Turns Ctrl-C and the stop signals into two steps: stop in order, and, when asked again, at once.</summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _soon = new();
    private readonly CancellationTokenSource _now = new();
    private readonly List<PosixSignalRegistration> _signals;
    private readonly CancellationTokenRegistration _outer;

    public StopRequest(CancellationToken cancellationToken)
    {
        PosixSignal[] signals =
        [
            PosixSignal.SIGINT,
            PosixSignal.SIGTERM,
            PosixSignal.SIGHUP,
            PosixSignal.SIGQUIT,
        ];
        _signals = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
        _outer = cancellationToken.Register(Request);
    }

    /// <summary>Somebody wants the run to end.</summary>
    public CancellationToken Soon => _soon.Token;

    /// <summary>Somebody wants it to end without waiting any longer.</summary>
    public CancellationToken Now => _now.Token;

    public void Request()
    {
        if (_soon.IsCancellationRequested)
            _now.Cancel();
        else
            _soon.Cancel();
    }

    public void Dispose()
    {
        _outer.Dispose();
        _signals.ForEach(signal => signal.Dispose());
        _soon.Dispose();
        _now.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        // Ours to handle: the framework would end the process.
        signal.Cancel = true;
        Request();
    }
}
