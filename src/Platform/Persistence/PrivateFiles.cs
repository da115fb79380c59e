using System.Runtime.InteropServices;

namespace Pir.Platform.Persistence;

/// <summary>
/// Restricts data, keys and locks to the account that runs the product: mode 0600 in folders of
/// mode 0700. On other systems than Unix, the folder's inherited permissions apply.
/// </summary>
public static partial class PrivateFiles
{
    private const UnixFileMode Folder =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode OthersBits =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    private static readonly string[] Ours =
    [
        "*.db",
        "*.db-wal",
        "*.db-shm",
        "*.db-journal",
        ".lock",
        ".migrating",
        ".databases",
        ".probe-*",
    ];

    /// <summary>
    /// From now on, this process and its children create files that nobody else may open. Only this
    /// also covers SQLite's own files, which are not created by .NET.
    /// </summary>
    public static void CreateFromNowOn()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetMask((uint)OthersBits);
        }
    }

    /// <summary>
    /// Restricts the folder and the product's files in it, which an earlier version or somebody
    /// else may have left readable.
    /// </summary>
    public static void Close(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var keys = Path.Combine(folder, "keys");
        var files = Ours.SelectMany(name => Directory.EnumerateFiles(folder, name)).ToList();
        // A folder that holds other things too, such as /srv, is left as it is.
        if (Directory.EnumerateFileSystemEntries(folder).Except([.. files, keys]).Any() is false)
        {
            Restrict(folder, Folder);
        }

        files.ForEach(file => Restrict(file, File));

        CloseKeys(keys);
    }

    private static void CloseKeys(string keys)
    {
        if (!OperatingSystem.IsWindows() && Directory.Exists(keys))
        {
            Restrict(keys, Folder);
            foreach (var key in Directory.EnumerateFiles(keys))
            {
                Restrict(key, File);
            }
        }
    }

    private static void Restrict(string path, UnixFileMode most)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            var mode = System.IO.File.GetUnixFileMode(path);
            if ((mode & OthersBits) != UnixFileMode.None)
            {
                System.IO.File.SetUnixFileMode(path, most);
            }
        }
        catch (FileNotFoundException)
        {
            // SQLite may remove its logs at any time.
        }
        catch (UnauthorizedAccessException)
        {
            // Another account owns the file and decides about it. Whether the file can be used
            // shows later.
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint SetMask(uint mask);
}
