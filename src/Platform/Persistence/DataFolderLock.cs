using Microsoft.Extensions.Configuration;
using Pir.Platform.Hosting;

namespace Pir.Platform.Persistence;

/// <summary>
/// Keeps a second process off a folder of SQLite files: each is written by one process, which
/// trusts its memory of them.
/// </summary>
public sealed class DataFolderLock : IDisposable
{
    private readonly FileStream? _file;

    private DataFolderLock(FileStream? file) => _file = file;

    /// <summary>Takes the folder until disposed (or until the process dies, however).</summary>
    /// <exception cref="CannotStartException">Another process has it, or it cannot be
    /// used.</exception>
    public static DataFolderLock Take(IConfiguration configuration)
    {
        var data = DataOptions.From(configuration);
        if (data.Provider != DataProvider.Sqlite)
        {
            return new(null);
        }

        return FileLock.TryTake(Path.Combine(data.Directory, ".lock")) is { } file
            ? new(file)
            : throw new CannotStartException(
                $"Another process uses the data folder {data.Directory}. Stop it, "
                    + "or set Data:Directory to another folder."
            );
    }

    public void Dispose() => _file?.Dispose();
}
