namespace Pir.AppHost.Local;

/// <summary>Folders that only their owner may read.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates the folder. Restricts one that an earlier version left readable.</summary>
    public static string Create(string path)
    {
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(path).FullName;
        var folder = Directory.CreateDirectory(path, OwnerOnly).FullName;
        File.SetUnixFileMode(folder, OwnerOnly);
        return folder;
    }

    /// <summary>The same, but leaves a folder alone that holds other things too.</summary>
    public static string CreateFor(string path, IEnumerable<string> names) =>
        !Directory.Exists(path)
        || !Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName).Except(names).Any()
            ? Create(path)
            : Path.GetFullPath(path);

    /// <summary>
    /// Lets another user pass through to their own folder without listing this one.
    /// </summary>
    public static void LetPass(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherExecute);
    }
}
