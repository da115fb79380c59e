namespace Pir.AppHost.Local;

/// <summary>Finds the servers' programs where Debian and others put them.</summary>
internal sealed class Tools(IReadOnlyList<string>? onlyIn)
{
    // Searched before PATH, because Debian's /usr/sbin/rabbitmq-server switches to the user
    // "rabbitmq", who may not read our folder.
    private static readonly string[] Known = ["/usr/lib/rabbitmq/bin", "/opt/homebrew/sbin"];

    /// <exception cref="DistributedApplicationException">
    /// The program is missing. The message says what to install or set.
    /// </exception>
    public string Require(string program, string server, string package, string connectionName) =>
        Folders().Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
        ?? throw new DistributedApplicationException(
            $"{server} is not installed. Install it (apt-get install {package}), start a container "
                + $"engine, or set ConnectionStrings__{connectionName}."
        );

    private IEnumerable<string> Folders() =>
        onlyIn
        ??
        [
            .. Known,
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
                ':',
                StringSplitOptions.RemoveEmptyEntries
            ),
            .. PostgresFolders(),
        ];

    // Debian has one folder per version. The newest is used.
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
