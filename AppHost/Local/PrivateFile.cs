using System.Security.Cryptography;

namespace Pir.AppHost.Local;

/// <summary>Files that only their owner may read. A write is atomic.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Write(string path, string text)
    {
        var draft = path + ".new";
        File.Delete(draft);
        using (var stream = Open(draft, FileMode.CreateNew, FileShare.Read))
        using (var writer = new StreamWriter(stream))
            writer.Write(text);
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Opens a file that nobody else can open until it is closed.</summary>
    public static FileStream Lock(string path) => Open(path, FileMode.OpenOrCreate, FileShare.None);

    private static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = share,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new(path, options);
    }

    /// <summary>A secret of letters and digits, generated once and reused in every run.</summary>
    public static string Secret(string path)
    {
        if (!File.Exists(path))
            Write(
                path,
                RandomNumberGenerator.GetString(
                    "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789",
                    32
                )
            );
        return File.ReadAllText(path);
    }
}
