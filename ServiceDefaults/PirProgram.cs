using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Pir.ServiceDefaults;

/// <summary>
/// Wraps every program: sets the exit code and prints one line if the program cannot start.
/// </summary>
public static class PirProgram
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    /// <summary>Serves until asked to stop.</summary>
    public static async Task ServeAsync(this WebApplication app)
    {
        await using (app)
        {
            try
            {
                await app.StartAsync();
            }
            catch
            {
                await StopAsync(app);
                throw;
            }

            await app.WaitForShutdownAsync();
        }
    }

    /// <summary>
    /// Background services start before the server listens. Without an orderly stop they would log
    /// stack traces about everything that disappears.
    /// </summary>
    private static async Task StopAsync(WebApplication app)
    {
        try
        {
            using var patience = new CancellationTokenSource(StopPatience);
            await app.StopAsync(patience.Token);
        }
        catch (Exception)
        {
            // The first failure is the one that counts.
        }
    }

    public static async Task<int> RunAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception exception) when (StartFailure.Describe(exception) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return 1;
        }
        catch (OperationCanceledException)
        {
            // The process was asked to stop while it was starting.
            return 1;
        }
    }
}
