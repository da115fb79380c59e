namespace Pir.Platform.Persistence;

/// <summary>
/// A lock that the operating system releases when the process ends in any way. The file itself has
/// no meaning and remains.
/// </summary>
internal static class FileLock
{
    /// <summary>
    /// <c>EWOULDBLOCK</c> of Linux and of macOS, and the sharing violation of Windows.
    /// </summary>
    private static readonly int[] Taken = [11, 35, 32];

    /// <summary>
    /// Takes the lock; null while another process has it. Disposing the stream releases it.
    /// </summary>
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
