namespace Pir.Testing.Processes;

/// <summary>What runs on this machine, from /proc. Processes that have ended and only wait to be reaped do not count.</summary>
public static class ProcessTable
{
    public static bool IsRunning(int pid) => Read(pid) is not null;

    /// <summary>The ids of the processes in a group.</summary>
    public static IEnumerable<int> Group(int id) =>
        All().Where(process => process.Group == id).Select(process => process.Id);

    /// <summary>The ids of the processes whose command line, joined by blanks, holds the text.</summary>
    public static IEnumerable<int> WithCommandLine(string text) =>
        All()
            .Select(process => process.Id)
            .Where(id => CommandLine(id).Contains(text, StringComparison.Ordinal));

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
        return fields is ["Z" or "X", ..] or [] ? null : new Entry(pid, int.Parse(fields[2]));
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

    private sealed record Entry(int Id, int Group);
}
