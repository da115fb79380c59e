using System.ComponentModel;
using System.Diagnostics;

namespace Pir.AppHost.Containers;

/// <summary>
/// Whether containers can be used here. Aspire itself waits forever for an engine that does not
/// answer.
/// </summary>
internal static class ContainerEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks the engine; no answer within five seconds is a no.</summary>
    /// <param name="engine">The engine's command: docker or podman.</param>
    public static bool Answers(string engine)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(engine, ["info"])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    UseShellExecute = false,
                }
            )!;
            // Nobody reads what it says, but a full pipe would stop it.
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (process.WaitForExit(Patience))
                return process.ExitCode == 0;
            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (Win32Exception)
        {
            return false; // There is no such command.
        }
    }
}
