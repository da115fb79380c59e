using Pir.Testing.Processes;

namespace Pir.Testing.Backends;

/// <summary>Debian's Alertmanager, on loopback, in a temporary folder.</summary>
public sealed class AlertmanagerServer : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly ChildProcess _process;

    private AlertmanagerServer(TempFolder folder, ChildProcess process, Uri address) =>
        (_folder, _process, Address) = (folder, process, address);

    public Uri Address { get; }

    public string Output => _process.Output;

    /// <summary>
    /// A configuration that sends every alert, and its end, to one webhook, as fast as Alertmanager
    /// can.
    /// </summary>
    /// <param name="url">The webhook.</param>
    /// <param name="groupBy">The labels that make a group; <c>alertname</c> unless given.</param>
    public static string WebhookTo(Uri url, params string[] groupBy) =>
        $"""
            route:
              receiver: hook
              group_by: [{string.Join(", ", groupBy.DefaultIfEmpty("alertname"))}]
              group_wait: 100ms
              group_interval: 1s
              repeat_interval: 1m
            receivers:
              - name: hook
                webhook_configs:
                  - url: '{url}'
                    send_resolved: true
            """;

    /// <param name="configuration">
    /// The YAML of alertmanager.yml, for example from <see cref="WebhookTo"/>.
    /// </param>
    /// <exception cref="MissingBackendException">Alertmanager is not installed.</exception>
    public static async Task<AlertmanagerServer> StartNewAsync(string configuration)
    {
        var program = Binaries.Find("prometheus-alertmanager", "prometheus-alertmanager");
        var temp = new TempFolder("alertmanager");
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        string[] arguments =
        [
            $"--config.file={temp.Write("alertmanager.yml", configuration)}",
            $"--storage.path={temp.File("data")}",
            $"--web.listen-address={address.Authority}",
            "--cluster.listen-address=",
        ];
        var child = ChildProcess.Start(new ChildProcessStart("alertmanager", program, arguments));
        await child.WaitForHttpAsync(new Uri(address, "/-/ready"));
        return new AlertmanagerServer(temp, child, address);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
