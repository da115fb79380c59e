using Pir.Testing.Processes;
using Xunit.Runner.InProc.SystemConsole;

namespace Pir.Testing.Tests;

/// <summary>Runs the tests or, on request, acts as a test process that gets killed.</summary>
internal static class Program
{
    /// <summary>The argument that starts the process to be killed.</summary>
    public const string ToBeKilled = "to-be-killed";

    public static async Task<int> Main(string[] args) =>
        args is [ToBeKilled] ? await WaitToBeKilledAsync() : await ConsoleRunner.Run(args);

    // Starts a program and makes a folder, says so, and never ends by itself.
    private static async Task<int> WaitToBeKilledAsync()
    {
        using var folder = new TempFolder("abandoned");
        await using var child = ChildProcess.Start(new ChildProcessStart("sleep", "sleep", "1000"));
        await Console.Out.WriteLineAsync($"started {child.Id} {folder}");
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
