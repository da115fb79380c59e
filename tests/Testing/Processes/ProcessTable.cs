namespace Pir.Testing.Processes;

/// <summary>
/// What runs on this machine, from /proc. Processes that have ended and only wait to be reaped do
/// not count.
/// </summary>
public static class ProcessTable
{
    public static bool IsRunning(int pid) => Read(pid) is not null;

    /// <summary>The ids of the processes in a group.</summary>
    public static IEnumerable<int> Group(int id) =>
        All().Where(process => process.Group == id).Select(process => process.Id);

    /// <summary>
    /// The ids of a process and of all that it started, directly or not; parents first.
    /// </summary>
    public static IEnumerable<int> Tree(int root)
    {
        var children = All().ToLookup(process => process.Parent, process => process.Id);
        return Below(root);

        IEnumerable<int> Below(int id) => children[id].SelectMany(Below).Prepend(id);
    }

    /// <summary>
    /// The ids of the processes whose command line, joined by blanks, holds the text.
    /// </summary>
    public static IEnumerable<int> WithCommandLine(string text) =>
        All()
            .Select(process => process.Id)
            .Where(id => CommandLine(id).Contains(text, StringComparison.Ordinal));

    /// <summary>
    /// The command lines, by process id, of the processes that belong to a folder: one that works
    /// there, or names it in its arguments or environment.
    /// </summary>
    public static IReadOnlyDictionary<int, string> Of(string folder) =>
        All()
            .Select(process => process.Id)
            .Where(id =>
                WorkingDirectory(id).StartsWith(folder, StringComparison.Ordinal)
                || CommandLine(id).Contains(folder, StringComparison.Ordinal)
                || ReadFile($"/proc/{id}/environ").Contains(folder, StringComparison.Ordinal)
            )
            .ToDictionary(id => id, CommandLine);

    /// <summary>Resident memory in bytes, pages that processes share counted for each.</summary>
    public static long ResidentOf(int pid) =>
        ReadFile($"/proc/{pid}/statm").Split(' ') is [_, var pages, ..]
            ? long.Parse(pages) * Environment.SystemPageSize
            : 0;

    /// <summary>Resident memory in bytes, pages that processes share divided among them.</summary>
    public static long ShareOfMemoryOf(int pid) =>
        ReadFile($"/proc/{pid}/smaps_rollup")
            .Split('\n')
            .Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]))
            .FirstOrDefault() * 1024;

    /// <summary>The kernel's unit of processor time.</summary>
    public const double TicksPerSecond = 100;

    /// <summary>
    /// Processor time that a process, and those of its children that have ended, have used.
    /// </summary>
    public static double ProcessorSecondsOf(int pid)
    {
        var text = ReadFile($"/proc/{pid}/stat");
        // … state(0) … utime(11) stime(12) cutime(13) cstime(14)
        return
            text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                is { Length: > 14 } fields
            ? fields[11..15].Sum(long.Parse) / TicksPerSecond
            : 0;
    }

    private static string WorkingDirectory(int pid)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{pid}/cwd", returnFinalTarget: false)?.FullName
                ?? "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // Gone, or somebody else's.
        }
    }

    private static IEnumerable<Entry> All() =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(folder =>
                int.TryParse(Path.GetFileName(folder), out var pid) ? Read(pid) : null
            )
            .OfType<Entry>();

    // pid (name, which may hold anything) state parent group …
    private static Entry? Read(int pid)
    {
        var text = ReadFile($"/proc/{pid}/stat");
        var fields = text[(text.LastIndexOf(')') + 1)..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields is ["Z" or "X", ..] or []
            ? null
            : new Entry(pid, int.Parse(fields[1]), int.Parse(fields[2]));
    }

    private static string CommandLine(int pid) =>
        ReadFile($"/proc/{pid}/cmdline").Replace('\0', ' ');

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // Gone, or somebody else's.
        }
    }

    private sealed record Entry(int Id, int Parent, int Group);
}
