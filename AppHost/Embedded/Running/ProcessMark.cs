using System.Globalization;
using System.Text;

namespace Aspire.Hosting.Running;

/// <summary>
/// Every process of a run carries the run's and its resource's mark in its environment and passes it on to its children, so that
/// they are found even if they left their parent's process group or their parent is gone (Erlang's helpers do both).
/// </summary>
internal static class ProcessMark
{
    /// <summary>Carries the run's id.</summary>
    public const string RunVariable = "APPHOST_RUN";

    /// <summary>Carries the run's id and the process's name.</summary>
    public const string InstanceVariable = "APPHOST_INSTANCE";

    public static string Instance(string run, string name) => $"{run}/{name}";

    /// <summary>The processes whose environment has this variable with this value.</summary>
    public static List<int> Find(string variable, string value)
    {
        var entry = Encoding.UTF8.GetBytes($"{variable}={value}\0");
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (
                int.TryParse(
                    Path.GetFileName(folder),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var pid
                ) && Carries(pid, entry)
            )
                found.Add(pid);
        }
        return found;
    }

    private static bool Carries(int pid, ReadOnlySpan<byte> entry)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/environ").AsSpan().IndexOf(entry) >= 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
