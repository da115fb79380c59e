namespace Aspire.Hosting.Running;

/// <summary>Lets one AppHost at a time use a directory. The system lifts the lock when the process ends, however it ends.</summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <exception cref="DistributedApplicationException">Another AppHost runs with this directory.</exception>
    public static DirectoryLock Take(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            return new(
                new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
            );
        }
        catch (IOException held) when (held is not DirectoryNotFoundException)
        {
            throw new DistributedApplicationException(
                $"An AppHost with {Path.GetDirectoryName(file)} is running already: stop it, or give this one a folder of its own with AppHost__Directory.",
                held
            );
        }
    }

    public void Dispose() => _file.Dispose();
}
