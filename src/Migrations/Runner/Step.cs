using Pir.Platform.Hosting;

namespace Pir.Migrations.Runner;

/// <summary>
/// A part of the work with an end to its patience: a deployment that waits for it must learn that
/// it failed.
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
                $"{name} did not end within {Patience.TotalMinutes:0} minutes; the "
                    + "log says what was waited for.",
                exception
            );
        }
    }
}
