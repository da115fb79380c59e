using Pir.Testing.Processes;

namespace Pir.Testing;

/// <summary>
/// A private folder that is removed on disposal, and also when the test process is killed.
/// </summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder(string purpose = "test")
    {
        Path = Directory.CreateTempSubdirectory($"pir-{purpose}-").FullName;
        Watchdog.Remember(this);
    }

    public string Path { get; }

    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public string Write(string name, string text)
    {
        var path = File(name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Already gone.
        }
        catch (IOException)
        {
            return; // A process still writes there: the watchdog removes it at the end.
        }
        Watchdog.Forget(this);
    }

    public override string ToString() => Path;
}
