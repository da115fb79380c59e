using System.ComponentModel;
using System.Diagnostics;

namespace Aspire.Hosting.Running;

/// <summary>
/// A started process: in a session and group of its own, so that Ctrl-C reaches the AppHost alone; its output goes line by line to the log.
/// </summary>
internal sealed class ChildProcess
{
    private readonly Process _process;
    private readonly string _mark;

    private ChildProcess(Process process, string mark)
    {
        _process = process;
        _mark = mark;
        Pid = process.Id;
        Exited = WaitAsync();
    }

    public int Pid { get; }

    /// <summary>Completes with the exit code; 128 + n if signal n ended it.</summary>
    public Task<int> Exited { get; }

    /// <exception cref="DistributedApplicationException">The program cannot be started.</exception>
    public static ChildProcess Start(
        ProcessLaunch launch,
        string run,
        string name,
        Action<string> onOutput,
        Action<string> onError
    )
    {
        var mark = ProcessMark.Instance(run, name);
        var start = new ProcessStartInfo("setsid", [launch.Program, .. launch.Arguments])
        {
            WorkingDirectory = launch.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (variable, value) in launch.Environment)
        {
            if (value is null)
                start.Environment.Remove(variable);
            else
                start.Environment[variable] = value;
        }
        start.Environment[ProcessMark.RunVariable] = run;
        start.Environment[ProcessMark.InstanceVariable] = mark;
        return new(Start(start, onOutput, onError), mark);
    }

    /// <summary>Asks the process to end, kills it and all it left behind after <paramref name="patience"/> or at once on <paramref name="now"/>.</summary>
    public async Task StopAsync(
        int signal,
        TimeSpan patience,
        TimeProvider clock,
        CancellationToken now
    )
    {
        if (!Exited.IsCompleted)
            Posix.Signal(Pid, signal);
        try
        {
            await Exited.WaitAsync(patience, clock, now);
        }
        catch (Exception impatient)
            when (impatient is TimeoutException or OperationCanceledException)
        {
            Posix.Signal(Pid, Posix.Kill);
        }
        await CleanUpAsync();
    }

    /// <summary>Ends what the process left behind when it ended.</summary>
    public async Task CleanUpAsync()
    {
        await Exited;
        Posix.SignalGroup(Pid, Posix.Kill);
        foreach (var pid in ProcessMark.Find(ProcessMark.InstanceVariable, _mark))
            Posix.Signal(pid, Posix.Kill);
        _process.Dispose();
    }

    private static Process Start(
        ProcessStartInfo start,
        Action<string> onOutput,
        Action<string> onError
    )
    {
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            _ = PumpAsync(process.StandardOutput, onOutput);
            _ = PumpAsync(process.StandardError, onError);
            return process;
        }
        catch (Win32Exception failure)
        {
            throw new DistributedApplicationException(
                $"Cannot start {start.ArgumentList[0]}: {failure.Message}",
                failure
            );
        }
    }

    // Not awaited by anyone: a grandchild may hold the pipe open for longer than the process lives.
    private static async Task PumpAsync(StreamReader reader, Action<string> onLine)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
                onLine(line);
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException) { }
    }

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }
}
