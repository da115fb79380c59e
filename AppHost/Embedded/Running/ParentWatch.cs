using System.Globalization;

namespace Aspire.Hosting.Running;

/// <summary>
/// Ends the run when the process it belongs to is gone: <c>dotnet run</c> killed with -9 passes nothing on, and a test that
/// started the AppHost must not leave it behind.
/// </summary>
internal static class ParentWatch
{
    /// <summary>Completes when the parent is gone; never if there is none to watch.</summary>
    public static async Task WaitAsync(
        EngineSettings settings,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if ((settings.ParentProcess ?? DotnetRun()) is not { } parent)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
            return;
        }
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), clock);
        while (Posix.IsAlive(parent))
            await timer.WaitForNextTickAsync(cancellationToken);
    }

    /// <summary>The parent's id if it is <c>dotnet run</c>: only then is the run its own.</summary>
    private static int? DotnetRun()
    {
        try
        {
            // The second field, the name, is in parentheses and may hold spaces; the parent is the second one after it.
            var status = File.ReadAllText("/proc/self/stat");
            var parent = status[(status.LastIndexOf(')') + 2)..].Split(' ')[1];
            var command = File.ReadAllText($"/proc/{parent}/cmdline").Split('\0');
            var isDotnetRun =
                Path.GetFileName(command[0]) == "dotnet"
                && command.Length > 1
                && command[1] == "run";
            return isDotnetRun ? int.Parse(parent, CultureInfo.InvariantCulture) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
