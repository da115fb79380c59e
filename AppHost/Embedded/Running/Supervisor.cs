namespace Aspire.Hosting.Running;

/// <summary>Keeps one process running: waits, starts, watches its health, starts again when it ends, stops it when asked.</summary>
internal sealed class Supervisor(Instance instance, RunContext run) : IDisposable
{
    /// <summary>Ends in a row after which a process that has never been healthy is given up.</summary>
    private const int GiveUpAfter = 5;

    private readonly CancellationTokenSource _stop = new();
    private readonly Backoff _backoff = new(run.Clock);
    private InstanceStatus _status = new(
        instance.Name,
        instance.Resource.Name,
        instance.Kind,
        instance.Url
    );
    private Task _running = Task.CompletedTask;
    private TimeSpan _pause;
    private bool _hasStarted;
    private bool _hasBeenHealthy;

    public Instance Instance => instance;

    private ResourceProgress Progress => run.Progress[instance.Resource];

    /// <summary>Starts supervising.</summary>
    /// <param name="now">Kills instead of waiting when the process is being stopped.</param>
    /// <returns>Completes when the process is stopped or has done its work; fails if it is given up.</returns>
    public Task RunAsync(CancellationToken now)
    {
        Update(s => s with { State = InstanceState.Waiting });
        return _running = SuperviseAsync(now);
    }

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
            await run.Waits.WaitAsync(instance.Resource, _stop.Token);
            while (!await RunOnceAsync(now))
                await PauseAsync();
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

    /// <returns>Whether that was all: it did its work.</returns>
    private async Task<bool> RunOnceAsync(CancellationToken now)
    {
        Update(s => s with { State = InstanceState.Starting, Health = InstanceHealth.Unknown });
        var launch = await instance.PrepareAsync(_stop.Token);
        var startedAt = run.Clock.GetTimestamp();
        var child = ChildProcess.Start(
            launch,
            run.Run,
            instance.Name,
            line => run.Log.Write(instance.Name, line)
        );
        run.Watchdog.Watch(child.Pid);
        Update(s => s with { State = InstanceState.Running, Pid = child.Pid });
        ReportStarted();
        var exitCode = await WatchAsync(child, now);
        Update(s => s with { Pid = null, ExitCode = exitCode, Health = InstanceHealth.Unknown });
        if (Progress.ExpectedExitCode != exitCode)
        {
            AccountForEnd(exitCode, startedAt);
            return false;
        }
        Update(s => s with { State = InstanceState.Finished });
        run.Log.Write($"{instance.Name} has finished");
        Progress.ReportEnded();
        return true;
    }

    /// <summary>Watches the process until it ends, or until it is to be stopped, and leaves nothing of it behind.</summary>
    private async Task<int> WatchAsync(ChildProcess child, CancellationToken now)
    {
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var health = WatchHealthAsync(watching.Token);
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
                    instance.StopSignal,
                    run.Settings.StopTimeout,
                    run.Clock,
                    now
                );
            }
            else
            {
                await child.CleanUpAsync();
            }
            run.Watchdog.Forget(child.Pid);
        }
    }

    private async Task WatchHealthAsync(CancellationToken watching)
    {
        try
        {
            while (_status.Health == InstanceHealth.Unknown || instance.Probes.Count > 0)
            {
                await CheckHealthAsync(watching);
                var pause =
                    _status.Health == InstanceHealth.Healthy
                        ? TimeSpan.FromSeconds(5)
                        : TimeSpan.FromMilliseconds(150);
                await Task.Delay(pause, run.Clock, watching);
            }
        }
        catch (OperationCanceledException) when (watching.IsCancellationRequested) { }
    }

    private async Task CheckHealthAsync(CancellationToken watching)
    {
        var healthy = await AllProbesPassAsync(watching) && await CompleteStartAsync(watching);
        var before = _status.Health;
        var after = healthy ? InstanceHealth.Healthy : InstanceHealth.Unhealthy;
        if (before == after)
            return;
        Update(s => s with { Health = after });
        if (before == InstanceHealth.Healthy)
            run.Log.Write($"{instance.Name} no longer answers its health check");
        else if (after == InstanceHealth.Healthy)
            run.Log.Write(
                $"{instance.Name} is {(instance.Probes.Count > 0 ? "healthy" : "running")}{(instance.Url is { } url ? $" at {url}" : "")}"
            );
    }

    private async Task<bool> AllProbesPassAsync(CancellationToken watching)
    {
        foreach (var probe in instance.Probes)
        {
            if (!await probe.IsHealthyAsync(watching))
                return false;
        }
        return true;
    }

    /// <summary>Once in the run, when it is first healthy: makes it ready for those who wait for it.</summary>
    private async Task<bool> CompleteStartAsync(CancellationToken watching)
    {
        if (_hasBeenHealthy)
            return true;
        try
        {
            if (instance.CompleteStartAsync is { } complete)
                await complete(watching);
        }
        catch (DistributedApplicationException failure)
        {
            run.Log.Write($"{instance.Name} is not usable yet: {failure.Message}");
            return false;
        }
        _hasBeenHealthy = true;
        Progress.ReportHealthy();
        return true;
    }

    private void ReportStarted()
    {
        if (!_hasStarted)
            Progress.ReportStarted();
        _hasStarted = true;
    }

    private void AccountForEnd(int exitCode, long startedAt)
    {
        var how =
            exitCode > 128
                ? $"was killed by signal {exitCode - 128}"
                : $"ended with exit code {exitCode}";
        _pause = _backoff.Next(startedAt);
        var mayGiveUp = !_hasBeenHealthy || Progress.ExpectedExitCode is not null;
        if (mayGiveUp && _backoff.Failures >= GiveUpAfter)
            throw new DistributedApplicationException(
                $"{instance.Name} {how}, {GiveUpAfter} times in a row; its output stands above."
            );
        run.Log.Write($"{instance.Name} {how}; starting it again in {_pause.TotalSeconds:0.#} s");
    }

    private async Task PauseAsync()
    {
        Update(s => s with { State = InstanceState.Restarting, Restarts = s.Restarts + 1 });
        await Task.Delay(_pause, run.Clock, _stop.Token);
    }

    private void Update(Func<InstanceStatus, InstanceStatus> change) =>
        run.Status.Set(_status = change(_status));
}
