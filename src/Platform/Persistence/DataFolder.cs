using Microsoft.Extensions.Configuration;
using Pir.Platform.Hosting;

namespace Pir.Platform.Persistence;

/// <summary>The folder of SQLite files and keys: private, and proven to take data.</summary>
public static class DataFolder
{
    /// <summary>More than a file system keeps in reserve beside its blocks.</summary>
    private const int ProbeSize = 64 * 1024;

    private const string ProbePrefix = ".probe-";

    /// <summary>Whether a process with this configuration keeps anything in the folder.</summary>
    public static bool IsUsed(IConfiguration configuration) =>
        DataOptions.From(configuration).Provider == DataProvider.Sqlite
        || string.IsNullOrEmpty(configuration.GetConnectionString("cache"));

    /// <summary>
    /// Creates the folder where it is used, closes it to other accounts, and proves that it takes
    /// data.
    /// </summary>
    /// <exception cref="CannotStartException">It does not, for the reason the message
    /// names.</exception>
    public static void Prepare(IConfiguration configuration)
    {
        PrivateFiles.CreateFromNowOn();
        if (!IsUsed(configuration))
        {
            return;
        }

        var folder = DataOptions.From(configuration).Directory;
        try
        {
            Directory.CreateDirectory(folder);
            PrivateFiles.Close(folder);
            RemoveOldProbes(folder);
            Prove(folder);
        }
        catch (Exception exception) when (StorageFailure.Explain(exception) is { } reason)
        {
            throw new CannotStartException(
                $"The data folder {folder} {reason}. {WhatToDo(reason)}, or set "
                    + "Data:Directory to another folder.",
                exception
            );
        }
    }

    /// <summary>Writes something new to the folder's disk and takes it away again.</summary>
    /// <exception cref="IOException">It does not fit, or may not be.</exception>
    public static void Prove(string folder)
    {
        var path = Path.Combine(
            folder,
            $"{ProbePrefix}{Environment.ProcessId}-{Guid.CreateVersion7():N}"
        );
        using var file = new FileStream(
            path,
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.Read,
            bufferSize: 0,
            FileOptions.DeleteOnClose
        );
        file.Write(new byte[ProbeSize]);
        file.Flush(flushToDisk: true);
    }

    // A process that is killed while it proves the folder leaves its file behind.
    private static void RemoveOldProbes(string folder)
    {
        foreach (var probe in Directory.EnumerateFiles(folder, ProbePrefix + "*"))
        {
            try
            {
                File.Delete(probe);
            }
            catch (Exception exception)
                when (exception is IOException or UnauthorizedAccessException)
            {
                // In use on Windows, or another account's. Whether the folder takes data shows
                // next.
            }
        }
    }

    private static string WhatToDo(string reason) =>
        reason == StorageFailure.Full ? "Free some space"
        : reason == StorageFailure.ReadOnly ? "Make it writable"
        : reason == StorageFailure.Forbidden ? "Give it to the account this program runs as"
        : reason == StorageFailure.NotAFolder ? "Move away what is there"
        : "Repair the disk";
}
