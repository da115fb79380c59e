using Microsoft.Extensions.Configuration;
using Pir.Platform.Hosting;

namespace Pir.Platform.Persistence;

/// <summary>
/// Keeps a second process away from a folder of SQLite files, because a process relies on what it
/// has cached of them.
/// </summary>
public sealed class DataFolderLock : IDisposable
{
    private readonly FileStream? _file;

    private DataFolderLock(FileStream? file) => _file = file;

    /// <summary>Locks the folder until disposed, or until the process ends in any way.</summary>
    /// <exception cref="CannotStartException">
    /// Another process uses the folder, or the folder cannot be used.
    /// </exception>
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
