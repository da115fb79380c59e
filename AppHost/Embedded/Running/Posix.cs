using System.Runtime.InteropServices;

namespace Aspire.Hosting.Running;

/// <summary>Signals, which the framework can receive but not send.</summary>
internal static class Posix
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    public static bool IsAlive(int pid) =>
        SendSignal(pid, 0) == 0 || Marshal.GetLastPInvokeError() == PermissionDenied;

    /// <summary>Does nothing if the process is gone.</summary>
    public static void Signal(int pid, int signal) => _ = SendSignal(pid, signal);

    /// <summary>Signals every process of a group; does nothing if there is none left.</summary>
    public static void SignalGroup(int group, int signal) => _ = SendSignal(-group, signal);

    private const int PermissionDenied = 1;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int pid, int signal);
}
