namespace Aspire.Hosting.Running;

/// <summary>Files only the owner may read, replaced as a whole so that a reader never sees half of one.</summary>
internal static class PrivateFile
{
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var next = path + ".next";
        File.Delete(next);
        using (var file = new FileStream(next, Options))
            file.Write(content);
        File.Move(next, path, overwrite: true);
    }

    public static void Replace(string path, string content) =>
        Replace(path, System.Text.Encoding.UTF8.GetBytes(content));

    private static FileStreamOptions Options =>
        new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
}
