namespace Aspire.Hosting.Running;

/// <summary>Keeps one process running: waits, starts, watches its health, starts again when it ends, stops it when asked.</summary>
internal sealed class Supervisor : IDisposable
{
    /// <summary>Ends in a row after which a process that has never been healthy, or is to run to its end, is given up.</summary>
    private const int GiveUpAfter = 5;

    private readonly RunContext _run;
    private readonly CancellationTokenSource _stop = new();
    private readonly Backoff _backoff;
    private readonly HealthWatch _health;
    private InstanceStatus _status;
    private Task _running = Task.CompletedTask;
    private bool _hasStarted;

    public Supervisor(Instance instance, RunContext run)
    {
        Instance = instance;
        _run = run;
        _backoff = new(run.Clock, run.Settings.RestartDelay);
        _health = new(instance, run, health => Update(s => s with { Health = health }));
        _status = new(instance.Name, instance.Resource.Name, instance.Kind, instance.Url);
    }

    public Instance Instance { get; }

    /// <summary>How the process is doing.</summary>
    public InstanceStatus Status => _status;

    private ResourceProgress Progress => _run.Progress[Instance.Resource];

    /// <summary>Starts supervising.</summary>
    /// <param name="now">Kills instead of waiting when the process is being stopped.</param>
    /// <returns>Completes when the process is stopped or has done its work; fails if it is given up.</returns>
    public Task RunAsync(CancellationToken now) => _running = SuperviseAsync(now);

    /// <summary>Stops the process and waits for its end.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    private async Task SuperviseAsync(CancellationToken now)
    {
        try
        {
            await _run.Waits.WaitAsync(Instance.Resource, _stop.Token);
            while (await RunOnceAsync(now) is { } pause)
                await Task.Delay(pause, _run.Clock, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Update(s => s with { State = InstanceState.Stopped, Pid = null });
        }
        catch (DistributedApplicationException)
        {
            Update(s => s with { State = InstanceState.FailedToStart, Pid = null });
            throw;
        }
    }

    /// <returns>How long to wait before the next start; null if it has done its work.</returns>
    private async Task<TimeSpan?> RunOnceAsync(CancellationToken now)
    {
        Update(s => s with { State = InstanceState.Starting, Health = InstanceHealth.Unknown });
        var launch = await Instance.PrepareAsync(_stop.Token);
        var startedAt = _run.Clock.GetTimestamp();
        var child = ChildProcess.Start(launch, _run.Run, Instance.Name, Output(), Output());
        _run.Watchdog.Watch(child.Pid);
        Update(s => s with { State = InstanceState.Running, Pid = child.Pid });
        ReportStarted();
        var exitCode = await WatchAsync(child, now);
        Update(s => s with { Pid = null, ExitCode = exitCode, Health = InstanceHealth.Unknown });
        if (Progress.ExpectedExitCode != exitCode)
            return AccountForEnd(exitCode, startedAt);
        Update(s => s with { State = InstanceState.Finished });
        _run.Log.Write($"{Instance.Name} has finished");
        Progress.ReportEnded();
        return null;
    }

    /// <summary>Watches the process until it ends, or until it is to be stopped, and leaves nothing of it behind.</summary>
    private async Task<int> WatchAsync(ChildProcess child, CancellationToken now)
    {
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var health = _health.WatchAsync(watching.Token);
        try
        {
            return await child.Exited.WaitAsync(_stop.Token);
        }
        finally
        {
            await watching.CancelAsync();
            await health;
            if (_stop.IsCancellationRequested)
            {
                Update(s => s with { State = InstanceState.Stopping });
                await child.StopAsync(
                    Instance.StopSignal,
                    _run.Settings.StopTimeout,
                    _run.Clock,
                    now
                );
            }
            else
            {
                await child.CleanUpAsync();
            }
            _run.Watchdog.Forget(child.Pid);
        }
    }

    /// <returns>How long to wait before the next start.</returns>
    private TimeSpan AccountForEnd(int exitCode, long startedAt)
    {
        var how =
            exitCode > 128
                ? $"was killed by signal {exitCode - 128}"
                : $"ended with exit code {exitCode}";
        var pause = _backoff.Next(startedAt, _health.HasBeenHealthy);
        var mayGiveUp = !_health.HasBeenHealthy || Progress.ExpectedExitCode is not null;
        if (mayGiveUp && _backoff.Failures >= GiveUpAfter)
            throw new DistributedApplicationException(
                $"{Instance.Name} {how}, {GiveUpAfter} times in a row; its output stands above."
            );
        _run.Log.Write($"{Instance.Name} {how}; starting it again in {pause.TotalSeconds:0.#} s");
        Update(s => s with { State = InstanceState.Restarting, Restarts = s.Restarts + 1 });
        return pause;
    }

    private void ReportStarted()
    {
        if (!_hasStarted)
            Progress.ReportStarted();
        _hasStarted = true;
    }

    /// <summary>Where the lines of one output stream go.</summary>
    private Action<string> Output()
    {
        if (!Instance.SpeaksToPeople)
            return line => _run.Log.Write(Instance.Name, line);
        var speech = new ConsoleSpeech();
        return line =>
        {
            if (speech.IsSpeech(line))
                _run.Log.Announce(line);
            else
                _run.Log.Write(Instance.Name, line);
        };
    }

    private void Update(Func<InstanceStatus, InstanceStatus> change) =>
        _run.Status.Set(_status = change(_status));
}
