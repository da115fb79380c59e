using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pir.Testing.Processes;

/// <summary>How to start a <see cref="ChildProcess"/>.</summary>
/// <param name="Name">Prefixes its output lines.</param>
/// <param name="Program">A path, or a name looked up on PATH.</param>
/// <param name="Arguments">Passed as they are, without a shell.</param>
public sealed record ChildProcessStart(string Name, string Program, params string[] Arguments)
{
    /// <summary>Added to the test's own environment; null takes a variable away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } =
        new Dictionary<string, string?>();

    public string? WorkingDirectory { get; init; }

    /// <summary>Its standard input.</summary>
    public string Input { get; init; } = "";

    /// <summary>The signal that stops this program in an orderly way.</summary>
    public UnixSignal StopSignal { get; init; } = UnixSignal.Terminate;

    /// <summary>
    /// Receives every output line with its prefix, for example <c>ITestOutputHelper.WriteLine</c>.
    /// </summary>
    public Action<string>? Log { get; init; }
}

/// <summary>What a program that ended left behind.</summary>
public sealed record ProcessResult(int ExitCode, string Output, string Errors);

/// <summary>
/// A process started by a test, leading its own process group: signals sent to the terminal do not
/// reach it, and disposal ends it with everything it started. It does not outlive the test process,
/// however that ends.
/// </summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 4_000;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly ChildProcessStart _start;
    private readonly ConcurrentQueue<OutputLine> _lines = new();
    private readonly TaskCompletionSource _exited = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    private ChildProcess(ChildProcessStart start)
    {
        _start = start;
        // setsid replaces itself by the program, so the process's id is also its group's.
        var info = new ProcessStartInfo("setsid", [_start.Program, .. _start.Arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _start.WorkingDirectory ?? "",
        };
        foreach (var (name, value) in _start.Environment)
        {
            info.Environment[name] = value;
        }

        _process = new Process { StartInfo = info, EnableRaisingEvents = true };
        _process.Exited += (_, _) => _exited.TrySetResult();
        _process.OutputDataReceived += (_, line) => Keep(line.Data, isError: false);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data, isError: true);
        _process.Start();
        Id = _process.Id;
        Watchdog.Watch(Id, _start.StopSignal);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Write(_start.Input);
        _process.StandardInput.Close();
    }

    public string Name => _start.Name;

    public int Id { get; }

    public bool HasExited => _exited.Task.IsCompleted;

    /// <exception cref="InvalidOperationException">It still runs.</exception>
    public int ExitCode => _process.ExitCode;

    /// <summary>
    /// The last lines of standard output and standard error, in order of arrival.
    /// </summary>
    public string Output => string.Join(Environment.NewLine, Lines);

    public IReadOnlyList<string> Lines => [.. _lines.Select(line => line.Text)];

    /// <summary>Resident memory in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static ChildProcess Start(ChildProcessStart start) => new(start);

    /// <summary>Starts a built .NET program.</summary>
    /// <param name="program">From <see cref="Repository.ProgramOf"/>.</param>
    /// <param name="environment">Added to the test's own environment.</param>
    /// <param name="arguments">Passed as they are.</param>
    public static ChildProcess StartDotnet(
        string program,
        IReadOnlyDictionary<string, string?>? environment = null,
        params string[] arguments
    ) =>
        Start(
            new ChildProcessStart(
                Path.GetFileNameWithoutExtension(program),
                "dotnet",
                [program, .. arguments]
            )
            {
                Environment = environment ?? new Dictionary<string, string?>(),
            }
        );

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="TimeoutException">It did not end in time; it was killed.</exception>
    public static async Task<ProcessResult> RunAsync(
        ChildProcessStart start,
        TimeSpan? deadline = null
    )
    {
        await using var child = Start(start);
        await child.WaitForExitAsync(deadline);
        return new ProcessResult(
            child.ExitCode,
            child.TextOf(isError: false),
            child.TextOf(isError: true)
        );
    }

    /// <summary>Waits until a GET answers with a success status.</summary>
    /// <exception cref="TimeoutException">With the process's output.</exception>
    /// <exception cref="InvalidOperationException">
    /// The process ended instead; with its output.
    /// </exception>
    public async Task WaitForHttpAsync(Uri url, TimeSpan? deadline = null)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await WaitUntilAsync(
            async () =>
            {
                using var response = await client.GetAsync(url);
                return response.IsSuccessStatusCode;
            },
            deadline,
            $"{Name} answers at {url}"
        );
    }

    /// <summary>Waits until a line of the output holds the text.</summary>
    /// <inheritdoc cref="WaitForHttpAsync"/>
    public async Task<string> WaitForLineAsync(string text, TimeSpan? deadline = null)
    {
        string? found = null;
        await WaitUntilAsync(
            () =>
                Task.FromResult(
                    (
                        found = Lines.FirstOrDefault(line =>
                            line.Contains(text, StringComparison.Ordinal)
                        )
                    )
                        is not null
                ),
            deadline,
            $"{Name} prints \"{text}\""
        );
        return found!;
    }

    /// <summary>
    /// Waits for a sign of readiness, and gives up at once when the process ends.
    /// </summary>
    /// <inheritdoc cref="WaitForHttpAsync"/>
    public async Task WaitUntilAsync(
        Func<Task<bool>> isReady,
        TimeSpan? deadline,
        string description
    )
    {
        var ended = false;
        await Eventually.Until(
            async () => (ended = HasExited) || await isReady(),
            deadline ?? TimeSpan.FromSeconds(60),
            description,
            () => Output
        );
        if (ended)
        {
            await DrainAsync();
            throw new InvalidOperationException(
                $"{Name} ended with {ExitCode} before: {description}\n{Output}"
            );
        }
    }

    /// <summary>
    /// Kills the process with <c>kill -9</c>. Processes that it started live on until disposal.
    /// </summary>
    public async Task KillAsync()
    {
        Signal(UnixSignal.Kill);
        await _exited.Task;
    }

    /// <summary>Sends the stop signal and waits for the end.</summary>
    /// <exception cref="TimeoutException">It did not end in time; it was killed.</exception>
    public async Task StopAsync(TimeSpan? deadline = null)
    {
        Signal(_start.StopSignal);
        await WaitForExitAsync(deadline ?? TimeSpan.FromSeconds(30));
    }

    /// <summary>Does not wait for the effect.</summary>
    public void Signal(UnixSignal signal)
    {
        if (!HasExited)
        {
            _ = SendSignal(Id, (int)signal);
        }
    }

    /// <summary>
    /// Sends the signal to the process and all it started, as a terminal does on Ctrl-C.
    /// </summary>
    public void SignalGroup(UnixSignal signal) => _ = SendSignal(-Id, (int)signal);

    /// <summary>Whether the process, or anything it started in its group, still runs.</summary>
    public bool IsGroupAlive => ProcessTable.Group(Id).Any();

    /// <exception cref="TimeoutException">It did not end in time; it was killed.</exception>
    public async Task WaitForExitAsync(TimeSpan? deadline = null)
    {
        var limit = deadline ?? TimeSpan.FromSeconds(60);
        if (!await ExitsWithinAsync(limit))
        {
            SignalGroup(UnixSignal.Kill);
            throw new TimeoutException(
                $"{Name} did not end within {limit.TotalSeconds:0.#} s.\n{Output}"
            );
        }
        await DrainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
        {
            Signal(_start.StopSignal);
            await ExitsWithinAsync(Grace);
        }
        SignalGroup(UnixSignal.Kill);
        Watchdog.Release(Id);
        _process.Dispose();
    }

    private async Task<bool> ExitsWithinAsync(TimeSpan limit) =>
        await Task.WhenAny(_exited.Task, Task.Delay(limit)) == _exited.Task;

    // The last lines may come after the end; processes it started may hold its output open for
    // ever.
    private async Task DrainAsync() =>
        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(2)));

    private string TextOf(bool isError) =>
        string.Join(
            Environment.NewLine,
            _lines.Where(line => line.IsError == isError).Select(line => line.Text)
        );

    private void Keep(string? line, bool isError)
    {
        if (line is null)
        {
            return;
        }
        _lines.Enqueue(new OutputLine(line, isError));
        while (_lines.Count > KeptLines)
        {
            _lines.TryDequeue(out _);
        }
        _start.Log?.Invoke($"[{Name}] {line}");
    }

    private sealed record OutputLine(string Text, bool IsError);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int pid, int signal);
}
