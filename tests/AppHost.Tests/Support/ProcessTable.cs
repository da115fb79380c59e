using System.Globalization;
using System.Text;

namespace Pir.AppHost.Tests.Support;

/// <summary>The processes of the machine.</summary>
public static class ProcessTable
{
    /// <summary>
    /// Processes of a run, with their command lines: those with its mark in their environment, and those that work in its directory
    /// or name it, which finds a server even if it has overwritten its environment.
    /// </summary>
    public static IEnumerable<string> Of(string run, string directory)
    {
        var mark = Encoding.UTF8.GetBytes($"APPHOST_RUN={run}\0");
        return All()
            .Where(p =>
                Read(p, "environ").AsSpan().IndexOf(mark) >= 0
                || WorkingDirectory(p).StartsWith(directory, StringComparison.Ordinal)
                || CommandLine(p).Contains($"{directory}/", StringComparison.Ordinal)
            )
            .Select(p => $"{p} {CommandLine(p)}");
    }

    /// <summary>Processes with all of these among their arguments.</summary>
    public static IEnumerable<int> WithArguments(params string[] arguments) =>
        All().Where(p => arguments.All(CommandLine(p).Split(' ').Contains));

    public static Dictionary<string, string> EnvironmentOf(int pid) =>
        Encoding
            .UTF8.GetString(Read(pid, "environ"))
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('=', 2))
            .ToDictionary(entry => entry[0], entry => entry[1]);

    private static IEnumerable<int> All() =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(folder =>
                int.TryParse(
                    Path.GetFileName(folder),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var pid
                )
                    ? pid
                    : 0
            )
            .Where(pid => pid != 0);

    private static string CommandLine(int pid) =>
        Encoding.UTF8.GetString(Read(pid, "cmdline")).Replace('\0', ' ');

    private static string WorkingDirectory(int pid)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{pid}/cwd", returnFinalTarget: false)?.FullName
                ?? "";
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static byte[] Read(int pid, string file)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
