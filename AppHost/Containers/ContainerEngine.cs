using System.ComponentModel;
using System.Diagnostics;

namespace Pir.AppHost.Containers;

/// <summary>
/// Checks whether containers can be used here. Aspire itself waits forever for an engine that does
/// not respond.
/// </summary>
internal static class ContainerEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks the engine. No answer within five seconds counts as no.</summary>
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
            // Nobody needs the output, but an unread pipe would fill up and block the process.
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (process.WaitForExit(Patience))
                return process.ExitCode == 0;
            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (Win32Exception)
        {
            return false; // The command does not exist.
        }
    }
}
