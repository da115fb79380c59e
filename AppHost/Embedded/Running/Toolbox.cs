namespace Aspire.Hosting.Running;

/// <summary>Finds the servers' programs where Debian and others put them.</summary>
internal sealed class Toolbox(IReadOnlyList<string>? onlyIn)
{
    // Before PATH: /usr/sbin/rabbitmq-server changes to the user "rabbitmq", who may not read our folder.
    private static readonly string[] Known =
    [
        "/usr/lib/rabbitmq/bin",
        "/opt/homebrew/sbin",
        "/usr/local/sbin",
    ];

    /// <param name="program">A file name such as redis-server.</param>
    /// <exception cref="DistributedApplicationException"><paramref name="advice"/>: it is not there.</exception>
    public string Require(string program, string advice) =>
        Find(program) ?? throw new DistributedApplicationException(advice);

    public string? Find(string program) =>
        Folders().Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private IEnumerable<string> Folders()
    {
        if (onlyIn is not null)
            return onlyIn;
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
            ':',
            StringSplitOptions.RemoveEmptyEntries
        );
        return [.. Known, .. path, .. PostgresFolders()];
    }

    // Debian keeps each version's programs in a folder of its own; the newest is taken.
    private static IEnumerable<string> PostgresFolders() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .EnumerateDirectories("/usr/lib/postgresql")
                .OrderByDescending(folder =>
                    int.TryParse(Path.GetFileName(folder), out var version) ? version : 0
                )
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
}
