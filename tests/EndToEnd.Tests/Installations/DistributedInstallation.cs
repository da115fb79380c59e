using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pir.Testing;

namespace Pir.EndToEnd.Tests.Installations;

/// <summary>
/// The distributed shape as the AppHost starts it: broker, Redis, gateway and five services, each
/// its own process.
/// </summary>
public sealed class DistributedInstallation : Installation
{
    private static readonly string[] Services =
    [
        "gateway",
        "incident-intake",
        "timeline",
        "review",
        "action-tracking",
        "notification",
    ];

    private readonly TempFolder _folder = new("distributed");
    private readonly int _port = FreePort.Next();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, CustomResourceSnapshot> _now = new();
    private readonly ConcurrentDictionary<string, int> _starts = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly List<Task> _watches = [];
    private DistributedApplication? _application;

    private DistributedInstallation() { }

    public override Uri Address => new($"http://127.0.0.1:{_port}");

    public override string Output => string.Join('\n', _lines);

    public string Folder => _folder.Path;

    private DistributedApplication Application =>
        _application ?? throw new InvalidOperationException("It was not started.");

    /// <param name="environment">For every process of the product.</param>
    /// <param name="arguments">For the AppHost. They override those of every installation.</param>
    public static async Task<DistributedInstallation> StartAsync(
        IReadOnlyDictionary<string, string?>? environment = null,
        params string[] arguments
    )
    {
        var installation = new DistributedInstallation();
        try
        {
            await installation.StartApplicationAsync(
                environment ?? new Dictionary<string, string?>(),
                arguments
            );
            await installation.WaitUntilReadyAsync(TimeSpan.FromSeconds(180));
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Process id of a resource now; 0 while it has none.</summary>
    public int PidOf(string resource) =>
        _now.TryGetValue(resource, out var snapshot) ? PidOf(snapshot) : 0;

    /// <summary>Address of a service, bypassing the gateway.</summary>
    public Uri AddressOf(string resource) => Application.GetEndpoint(resource, "http");

    /// <summary>Number of restarts by the AppHost.</summary>
    public int RestartsOf(string resource) => _starts.GetValueOrDefault(resource) - 1;

    public override async Task KillAndRecoverAsync(string service)
    {
        var pid = PidOf(service);
        using (var process = Process.GetProcessById(pid))
        {
            process.Kill();
        }

        await Eventually.Until(
            () => PidOf(service) is var now && now != pid && now != 0,
            TimeSpan.FromSeconds(60),
            service + " is restarted",
            () => Output
        );
        await WaitUntilReadyAsync();
    }

    public override Task WaitUntilReadyAsync(TimeSpan? deadline = null) =>
        Eventually.Until(
            () =>
                Services.All(service =>
                    _now.TryGetValue(service, out var snapshot)
                    && snapshot.HealthStatus == HealthStatus.Healthy
                ),
            deadline ?? TimeSpan.FromSeconds(90),
            "every service is healthy",
            () => Output
        );

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_watches).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }
        _stop.Dispose();
        _folder.Dispose();
    }

    private async Task StartApplicationAsync(
        IReadOnlyDictionary<string, string?> environment,
        string[] arguments
    )
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>([
            $"--Local:Directory={_folder.Path}",
            "--Local:Containers=false",
            string.Create(CultureInfo.InvariantCulture, $"--Gateway:Port={_port}"),
            $"--Identity:BootstrapToken={Token}",
            "--DcpPublisher:RandomizePorts=false",
            .. arguments,
        ]);
        foreach (var project in builder.Resources.OfType<ProjectResource>())
        {
            var resource = builder.CreateResourceBuilder(project);
            foreach (var (key, value) in CommonSettings().Concat(environment))
            {
                resource.WithEnvironment(key, value);
            }
        }

        _application = await builder.BuildAsync();
        _watches.Add(WatchAsync(_application));
        foreach (var resource in builder.Resources)
        {
            _watches.Add(KeepLogAsync(_application, resource));
        }
        await _application.StartAsync();
    }

    private async Task WatchAsync(DistributedApplication application)
    {
        await foreach (var change in application.ResourceNotifications.WatchAsync(_stop.Token))
        {
            var before = PidOf(change.Resource.Name);
            _now[change.Resource.Name] = change.Snapshot;
            if (PidOf(change.Snapshot) is var pid && pid != before && pid != 0)
            {
                _starts.AddOrUpdate(change.Resource.Name, 1, (_, starts) => starts + 1);
            }
        }
    }

    private async Task KeepLogAsync(DistributedApplication application, IResource resource)
    {
        var logs = (ResourceLoggerService)
            application.Services.GetService(typeof(ResourceLoggerService))!;
        await foreach (var batch in logs.WatchAsync(resource).WithCancellation(_stop.Token))
        {
            foreach (var line in batch)
            {
                _lines.Enqueue($"[{resource.Name}] {line.Content}");
                if (_lines.Count > 4_000)
                {
                    _lines.TryDequeue(out _);
                }
            }
        }
    }

    private static int PidOf(CustomResourceSnapshot snapshot) =>
        snapshot.Properties.FirstOrDefault(p => p.Name == "executable.pid")?.Value as int? ?? 0;
}
