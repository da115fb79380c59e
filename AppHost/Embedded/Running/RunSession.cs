namespace Aspire.Hosting.Running;

/// <summary>One run from the first check to the last process stopped.</summary>
internal sealed class RunSession(DistributedApplicationBuilder application, TimeProvider clock)
{
    private readonly EngineSettings _settings = application.Settings;
    private readonly string _run = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");

    /// <exception cref="DistributedApplicationException">It could not be started, or something it needs was given up.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            throw new DistributedApplicationException(
                "The embedded engine runs on Linux; build with -p:AspireEngine=package elsewhere."
            );
        using var stop = new StopRequest(cancellationToken);
        using var directory = DirectoryLock.Take(_settings.LockFile);
        EndLeftovers();
        var log = new RunLog(NameWidth());
        var (plan, dashboard) = Plan(log);
        var status = new StatusFile(_settings.StatusFile, _run, clock);
        await using var watchdog = new Watchdog(_run, WatchdogPatience, log);
        watchdog.Start();
        var context = new RunContext(_run, _settings, log, status, watchdog, clock, plan.Progress);
        await RunAsync(plan, dashboard, context, stop);
    }

    private async Task RunAsync(
        RunPlan plan,
        Dashboard? dashboard,
        RunContext context,
        StopRequest stop
    )
    {
        var supervisors = plan
            .Instances.Select(instance => new Supervisor(instance, context))
            .ToList();
        context.Status.Begin(supervisors.Select(s => s.Status));
        try
        {
            await UntilItEndsAsync(supervisors, plan, dashboard, context, stop);
        }
        catch (DistributedApplicationException failure)
        {
            context.Status.Set(RunState.Failed, failure.Message);
            throw;
        }
        finally
        {
            context.Log.Write("stopping");
            foreach (var wave in plan.StopOrder(supervisors, s => s.Instance.Resource))
                await Task.WhenAll(wave.Select(s => s.StopAsync()));
            supervisors.ForEach(s => s.Dispose());
            context.Log.Write("stopped");
        }
        context.Status.Set(RunState.Stopped);
    }

    /// <summary>Runs everything until a stop is asked for, the parent process is gone or a process is given up.</summary>
    private async Task UntilItEndsAsync(
        List<Supervisor> supervisors,
        RunPlan plan,
        Dashboard? dashboard,
        RunContext context,
        StopRequest stop
    )
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop.Soon);
        var pending = supervisors.ConvertAll(s => Supervise(s, context, stop.Now));
        var ready = AnnounceReadyAsync(plan, dashboard, context, ended.Token);
        var parentGone = ParentWatch.WaitAsync(_settings, clock, ended.Token);
        try
        {
            pending.Add(ready);
            while (!stop.Soon.IsCancellationRequested)
            {
                var done = await Task.WhenAny([.. pending, parentGone]).WaitAsync(stop.Soon);
                await done;
                if (done == parentGone || !pending.Remove(done))
                    return;
            }
        }
        catch (OperationCanceledException) when (stop.Soon.IsCancellationRequested) { }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(ready, parentGone)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.Status.Set(RunState.Stopping);
        }
    }

    private static async Task Supervise(
        Supervisor supervisor,
        RunContext context,
        CancellationToken now
    )
    {
        try
        {
            await supervisor.RunAsync(now);
        }
        catch (DistributedApplicationException failure) when (supervisor.Instance.IsOptional)
        {
            context.Log.Write($"going on without it: {failure.Message}");
        }
    }

    private async Task AnnounceReadyAsync(
        RunPlan plan,
        Dashboard? dashboard,
        RunContext context,
        CancellationToken cancellationToken
    )
    {
        var started = clock.GetTimestamp();
        await new Readiness(plan, context).WaitAsync(cancellationToken);
        var urls = ExternalUrls();
        context.Status.SetUrls(urls);
        context.Status.Set(RunState.Ready);
        context.Log.Write(
            $"everything is ready after {clock.GetElapsedTime(started).TotalSeconds:0.0} s; Ctrl-C stops it"
        );
        context.Log.Announce($"Ready: {string.Join(' ', urls)}");
        if (dashboard is not null)
            context.Log.Announce($"Dashboard: {dashboard.LoginUrl}");
    }

    private List<string> ExternalUrls() =>
        application
            .Resources.SelectMany(r =>
                r.Annotations.OfType<EndpointAnnotation>()
                    .Where(e => e.IsExternal)
                    .Select(e => ResourceEnvironment.Url(r, e.Name, replica: 0))
            )
            .ToList();

    private (RunPlan, Dashboard?) Plan(RunLog log)
    {
        var tools = new Toolbox(_settings.ToolPath);
        var ports = new PortAllocator(_settings.PortsFile);
        Endpoints.Allocate(application.Resources, ports);
        var dashboard = Dashboard.Find(_settings, application.Configuration, tools, ports);
        IReadOnlyList<IPlanner> planners =
        [
            new ProjectPlanner(log, dashboard?.Target),
            new ExecutablePlanner(),
            new RabbitMqPlanner(_settings, tools, ports),
            new RedisPlanner(_settings, tools),
            new PostgresPlanner(_settings, tools),
            new SqlServerPlanner(),
        ];
        var plan = RunPlan.Create([.. application.Resources], planners, dashboard);
        ports.Save();
        return (plan, dashboard);
    }

    /// <summary>Ends what an earlier run in this directory left behind, should its watchdog have been killed together with it.</summary>
    private void EndLeftovers()
    {
        if (StatusFile.LastRun(_settings.StatusFile) is not { } last)
            return;
        foreach (var pid in ProcessMark.Find(ProcessMark.RunVariable, last))
            Posix.Signal(pid, Posix.Kill);
    }

    /// <summary>Nobody is there to wait any more, so not long.</summary>
    private TimeSpan WatchdogPatience =>
        TimeSpan.FromSeconds(Math.Min(5, _settings.StopTimeout.TotalSeconds));

    /// <summary>Room for the longest name of a process, with a replica's number.</summary>
    private int NameWidth() =>
        application
            .Resources.OfType<IResourceWithEnvironment>()
            .Select(r =>
                r.Name.Length
                + (r.Annotations.OfType<ReplicaAnnotation>().Any(a => a.Replicas > 1) ? 2 : 0)
            )
            .Append(RunLog.Self.Length)
            .Max();
}
