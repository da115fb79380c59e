using Pir.Platform.Hosting;

namespace Pir.Migrations.Runner;

/// <summary>
/// A step with a time limit. A deployment that waits for the step must learn that it failed.
/// </summary>
internal static class Step
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(string name, Func<CancellationToken, Task> run)
    {
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await run(timeout.Token);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested)
        {
            throw new CannotStartException(
                $"{name} did not finish within {Patience.TotalMinutes:0} minutes. The log says "
                    + "what it was waiting for.",
                exception
            );
        }
    }
}
