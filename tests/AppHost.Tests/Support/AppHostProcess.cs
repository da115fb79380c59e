using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Pir.AppHost.Tests.Support;

/// <summary>
/// An AppHost in a process of its own and a directory of its own. Whatever a test leaves running is killed at the end, by id.
/// </summary>
public sealed class AppHostProcess : IAsyncDisposable
{
    private static readonly JsonSerializerOptions StatusFormat = new(JsonSerializerDefaults.Web);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly bool _ownsDirectory;

    private AppHostProcess(Process process, string directory, bool ownsDirectory)
    {
        _process = process;
        Directory = directory;
        _ownsDirectory = ownsDirectory;
        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Directory { get; }

    public int Pid => _process.Id;

    public IReadOnlyList<string> Lines => [.. _lines];

    /// <param name="scenario">What the sample AppHost runs.</param>
    /// <param name="directory">A directory of an earlier run to go on with.</param>
    /// <param name="arguments">Configuration, as <c>--Key=value</c>.</param>
    public static AppHostProcess Start(
        string scenario,
        string? directory = null,
        params string[] arguments
    ) => Launch(SampleHost, directory, [$"--Scenario={scenario}", .. arguments]);

    /// <summary>Starts a built AppHost.</summary>
    public static AppHostProcess Launch(string assembly, string? directory, string[] arguments)
    {
        var own = directory ?? System.IO.Directory.CreateTempSubdirectory("apphost-test-").FullName;
        if (directory is null && Environment.IsPrivilegedProcess)
            // PostgreSQL runs as another user, who must get through to its own folder.
            File.SetUnixFileMode(own, (UnixFileMode)0b111_101_101);
        var start = new ProcessStartInfo(
            "dotnet",
            [
                assembly,
                $"--AppHost:Directory={own}",
                $"--AppHost:ParentProcess={Environment.ProcessId}",
                .. arguments,
            ]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        // Of the machine that runs the tests; each test brings what it needs.
        foreach (
            var name in start
                .Environment.Keys.Where(k =>
                    k.StartsWith("OTEL_", StringComparison.Ordinal)
                    || k.StartsWith("ConnectionStrings__", StringComparison.Ordinal)
                )
                .ToList()
        )
            start.Environment.Remove(name);
        return new(Process.Start(start)!, own, directory is null);
    }

    public static string SampleHost => Built("SampleHost", "SampleHost.dll");

    public static string ProductHost => Built("AppHost", "AppHost.dll");

    /// <summary>Waits until everything runs.</summary>
    public Task<HostStatus> IsReadyAsync() => StatusAsync(s => s.State == "ready", "ready");

    /// <summary>Waits until the status file is as the test wants it.</summary>
    public async Task<HostStatus> StatusAsync(Func<HostStatus, bool> isExpected, string what)
    {
        HostStatus? last = null;
        await Eventually.IsTrueAsync(
            () =>
            {
                last = ReadStatus();
                return last is not null && isExpected(last)
                    || (
                        _process.HasExited
                            ? throw new InvalidOperationException(
                                $"The AppHost has ended.\n{Output()}"
                            )
                            : false
                    );
            },
            () => $"AppHost is not {what}: {JsonSerializer.Serialize(last)}\n{Output()}"
        );
        return last!;
    }

    /// <summary>Waits for a process of that resource other than the given one, running and healthy.</summary>
    public async Task<ResourceStatus> RestartedAsync(ResourceStatus before)
    {
        var status = await StatusAsync(
            s =>
                s.Resource(before.Name) is { Health: "healthy", Pid: not null } now
                && now.Pid != before.Pid,
            $"running {before.Name} again"
        );
        return status.Resource(before.Name);
    }

    public HostStatus? ReadStatus()
    {
        try
        {
            return JsonSerializer.Deserialize<HostStatus>(
                File.ReadAllBytes(Path.Combine(Directory, "status.json")),
                StatusFormat
            );
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Signal(string signal) => Signals.Send(signal, Pid);

    /// <summary>Waits for the AppHost's end.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync(new CancellationTokenSource(Eventually.Patience).Token);
        return _process.ExitCode;
    }

    /// <summary>Processes of this AppHost's run that are still there, with their command lines.</summary>
    public IReadOnlyList<string> ProcessesLeft() =>
        ReadStatus() is { } status && status.Pid == Pid
            ? [.. ProcessTable.Of(status.Run, Directory)]
            : [];

    public string Output() => string.Join('\n', _lines);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            Signals.Send("KILL", Pid);
        await _process.WaitForExitAsync();
        await Eventually.IsTrueAsync(
            () => ProcessesLeft().Count == 0,
            () => $"Left running: {string.Join('\n', ProcessesLeft())}"
        );
        _process.Dispose();
        if (_ownsDirectory)
            System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static string Built(string project, string assembly)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, assembly);
    }

    private void Keep(string? line)
    {
        if (line is not null)
            _lines.Enqueue(line);
    }
}
