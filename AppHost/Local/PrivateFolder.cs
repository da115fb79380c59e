namespace Pir.AppHost.Local;

/// <summary>Folders in which only their owner may look around.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes it, and closes one that an earlier version left open.</summary>
    public static string Create(string path)
    {
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(path).FullName;
        var folder = Directory.CreateDirectory(path, OwnerOnly).FullName;
        File.SetUnixFileMode(folder, OwnerOnly);
        return folder;
    }

    /// <summary>The same, unless it holds other things too: then it is not ours to close.</summary>
    public static string CreateFor(string path, IEnumerable<string> names) =>
        !Directory.Exists(path)
        || !Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName).Except(names).Any()
            ? Create(path)
            : Path.GetFullPath(path);

    /// <summary>Lets another user pass through to a folder of their own, and see nothing.</summary>
    public static void LetPass(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherExecute);
    }
}
