using System.Diagnostics;
using System.Globalization;

namespace Pir.AppHost.Tests.Support;

/// <summary>Sends signals as an operator would.</summary>
public static class Signals
{
    public static void Send(string signal, int pid)
    {
        using var kill = Process.Start(
            "/bin/sh",
            ["-c", "kill -\"$0\" \"$1\"", signal, pid.ToString(CultureInfo.InvariantCulture)]
        );
        kill.WaitForExit();
    }

    public static bool IsAlive(int pid) => Directory.Exists($"/proc/{pid}");
}
