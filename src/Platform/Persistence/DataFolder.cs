using Microsoft.Extensions.Configuration;
using Pir.Platform.Hosting;

namespace Pir.Platform.Persistence;

/// <summary>The folder of SQLite files and keys: private, and tested to accept data.</summary>
public static class DataFolder
{
    /// <summary>Larger than what a file system can store without a new block.</summary>
    private const int ProbeSize = 64 * 1024;

    private const string ProbePrefix = ".probe-";

    /// <summary>Whether a process with this configuration uses the folder.</summary>
    public static bool IsUsed(IConfiguration configuration) =>
        DataOptions.From(configuration).Provider == DataProvider.Sqlite
        || string.IsNullOrEmpty(configuration.GetConnectionString("cache"));

    /// <summary>
    /// If the folder is used, creates it, closes it to other accounts, and tests that it accepts
    /// data.
    /// </summary>
    /// <exception cref="CannotStartException">
    /// The folder cannot be used. The message has the reason.
    /// </exception>
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

    /// <summary>Writes a new file to the folder's disk and deletes it again.</summary>
    /// <exception cref="IOException">The disk is full or the folder may not be written.</exception>
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

    // A process that is killed while it tests the folder leaves its file behind.
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
                // The file is in use on Windows, or belongs to another account. The test that
                // follows shows whether the folder accepts data.
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
