namespace Pir.Testing.Backends;

/// <summary>
/// Finds the programs of the backends: where Debian puts them first, then on PATH.
/// </summary>
internal static class Binaries
{
    /// <exception cref="MissingBackendException">It is not installed.</exception>
    public static string Find(string name, string debianPackage, params string[] debianFolders)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
            ':',
            StringSplitOptions.RemoveEmptyEntries
        );
        return debianFolders
                .Concat(path)
                .Select(folder => Path.Combine(folder, name))
                .FirstOrDefault(File.Exists)
            ?? throw new MissingBackendException(name, debianPackage);
    }
}

/// <summary>
/// A backend a test needs is not installed. The test fails: a test that is skipped proves nothing.
/// </summary>
public sealed class MissingBackendException(string program, string debianPackage)
    : Exception(
        $"{program} is not installed. Run './build.sh install' as root, or: sudo apt-get install "
            + $"--no-install-recommends {debianPackage}"
    );
