namespace Pir.Platform.Persistence;

/// <summary>
/// A lock that the operating system holds for a process and takes from it at its end, however it
/// ends. The file itself means nothing and stays.
/// </summary>
internal static class FileLock
{
    /// <summary>
    /// <c>EWOULDBLOCK</c> of Linux and of macOS, and the sharing violation of Windows.
    /// </summary>
    private static readonly int[] Taken = [11, 35, 32];

    /// <summary>Null while another process has it; disposing the stream gives it back.</summary>
    /// <exception cref="IOException">The file cannot be used at all.</exception>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (Array.IndexOf(Taken, exception.HResult & 0xFFFF) >= 0)
        {
            return null;
        }
    }
}
