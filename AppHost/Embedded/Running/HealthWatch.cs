namespace Aspire.Hosting.Running;

/// <summary>Asks one process for its health again and again: often while it starts, less often the longer that takes, now and then later.</summary>
internal sealed class HealthWatch(
    Instance instance,
    RunContext run,
    Action<InstanceHealth> onChange
)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private bool _completed;
    private string? _lastFailure;

    /// <summary>Whether it has been healthy at any time in this run.</summary>
    public bool HasBeenHealthy => _completed;

    /// <summary>Watches one process from its start until <paramref name="watching"/> ends.</summary>
    public async Task WatchAsync(CancellationToken watching)
    {
        var health = InstanceHealth.Unknown;
        var startedAt = run.Clock.GetTimestamp();
        try
        {
            do
            {
                var now = await IsHealthyAsync(watching)
                    ? InstanceHealth.Healthy
                    : InstanceHealth.Unhealthy;
                if (now != health)
                    Report(health, now);
                health = now;
                await Task.Delay(NextPause(health, startedAt), run.Clock, watching);
            } while (instance.Probes.Count > 0);
        }
        catch (OperationCanceledException) when (watching.IsCancellationRequested) { }
    }

    private TimeSpan NextPause(InstanceHealth health, long startedAt) =>
        health == InstanceHealth.Healthy
            ? Pause
            : TimeSpan.FromSeconds(
                Math.Clamp(run.Clock.GetElapsedTime(startedAt).TotalSeconds / 20, 0.15, 2)
            );

    private async Task<bool> IsHealthyAsync(CancellationToken watching)
    {
        foreach (var probe in instance.Probes)
        {
            if (!await probe.IsHealthyAsync(watching))
                return false;
        }
        return _completed || await CompleteStartAsync(watching);
    }

    /// <summary>Once in the run, when it is first healthy: makes it ready for those who wait for it.</summary>
    private async Task<bool> CompleteStartAsync(CancellationToken watching)
    {
        try
        {
            if (instance.CompleteStartAsync is { } complete)
                await complete(watching);
        }
        catch (DistributedApplicationException failure)
        {
            if (_lastFailure != failure.Message)
                run.Log.Write($"{instance.Name} is not usable yet: {failure.Message}");
            _lastFailure = failure.Message;
            return false;
        }
        _completed = true;
        run.Progress[instance.Resource].ReportHealthy();
        return true;
    }

    private void Report(InstanceHealth before, InstanceHealth now)
    {
        onChange(now);
        var where = instance.Url is { } url ? $" at {url}" : "";
        if (before == InstanceHealth.Healthy)
            run.Log.Write($"{instance.Name} no longer answers its health check");
        else if (now == InstanceHealth.Healthy)
            run.Log.Write(
                $"{instance.Name} is {(instance.Probes.Count > 0 ? "healthy" : "running")}{where}"
            );
    }
}
