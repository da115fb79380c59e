using Microsoft.Extensions.Hosting;

namespace Pir.AppHost.Running;

/// <summary>The result of the run: success, or a line that says what failed.</summary>
internal sealed class Outcome(IHostApplicationLifetime lifetime)
{
    public string? Failure { get; private set; }

    public bool IsEnding => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Ends the run.</summary>
    public void Fail(string line)
    {
        Failure ??= line;
        lifetime.StopApplication();
    }
}
