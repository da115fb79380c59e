using Microsoft.Extensions.Configuration;

namespace Pir.Platform.Persistence;

/// <summary>Keeps a second process off a folder of SQLite files: each is written by one process, which trusts its memory of them.</summary>
public sealed class DataFolderLock : IDisposable
{
    private readonly FileStream? _file;

    private DataFolderLock(FileStream? file) => _file = file;

    /// <summary>Takes the folder until disposed (or until the process dies, however).</summary>
    /// <exception cref="DataFolderInUseException">Another process has it.</exception>
    public static DataFolderLock Take(IConfiguration configuration)
    {
        var data = DataOptions.From(configuration);
        if (data.Provider != DataProvider.Sqlite)
        {
            return new(null);
        }

        Directory.CreateDirectory(data.Directory);
        var path = Path.Combine(data.Directory, ".lock");
        try
        {
            return new(
                new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
            );
        }
        catch (IOException exception)
        {
            throw new DataFolderInUseException(
                $"Another process uses the data folder {data.Directory}. Stop it, or set Data:Directory to another folder.",
                exception
            );
        }
    }

    public void Dispose() => _file?.Dispose();
}

/// <summary>Another process uses the data folder.</summary>
public sealed class DataFolderInUseException(string message, Exception inner)
    : InvalidOperationException(message, inner);
