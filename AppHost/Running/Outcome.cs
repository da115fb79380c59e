using Microsoft.Extensions.Hosting;

namespace Pir.AppHost.Running;

/// <summary>How the run ends: successfully, or with a line that says what failed.</summary>
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
