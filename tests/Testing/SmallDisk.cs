using Pir.Testing.Processes;

namespace Pir.Testing;

/// <summary>
/// A file system of a few megabytes in memory, to fill up or to make read-only. Needs the right to
/// mount.
/// </summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private readonly TempFolder _folder = new("small-disk");

    private SmallDisk() { }

    public string Path => _folder.Path;

    /// <exception cref="InvalidOperationException">This account may not mount.</exception>
    public static async Task<SmallDisk> MountAsync(int megabytes = 16)
    {
        var disk = new SmallDisk();
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path);
        return disk;
    }

    /// <summary>Leaves no room for anything new.</summary>
    public void Fill()
    {
        using var file = new FileStream(
            System.IO.Path.Combine(Path, "ballast"),
            FileMode.Create,
            FileAccess.Write,
            FileShare.None,
            bufferSize: 0
        );
        try
        {
            // Down to single bytes: what fits nowhere else must not fit here.
            for (var size = 1024 * 1024; size > 0; )
            {
                size = TryWrite(file, size) ? size : size / 2;
            }
        }
        catch (IOException)
        {
            // Closing may report once more that the disk is full.
        }
    }

    public void Free() => File.Delete(System.IO.Path.Combine(Path, "ballast"));

    public Task MakeReadOnlyAsync() => RunAsync("mount", "-o", "remount,ro", Path);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "--lazy", Path);
        _folder.Dispose();
    }

    private static bool TryWrite(FileStream file, int size)
    {
        try
        {
            file.Write(new byte[size]);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var ended = await ChildProcess.RunAsync(new ChildProcessStart(program, program, arguments));
        if (ended.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} failed, so disks that are full or read-only cannot be "
                    + "tested here (the tests run as root with the right to mount): "
                    + $"{ended.Errors}"
            );
        }
    }
}
