using Pir.Testing.Processes;

namespace Pir.Testing.Backends;

/// <summary>
/// What a <see cref="PrometheusServer"/> watches, its rules, and its Alertmanager.
/// </summary>
/// <param name="Targets">
/// Job name → host:port to scrape at /metrics; <c>up{job="…"}</c> is 0 while the target is down.
/// </param>
/// <param name="Rules">
/// The rules of one group in YAML, a list; <see cref="AlertWhenDown"/> makes one.
/// </param>
/// <param name="Alertmanager">The receiver of alerts.</param>
public sealed record PrometheusSetup(
    IReadOnlyDictionary<string, string> Targets,
    string Rules,
    AlertmanagerServer Alertmanager
)
{
    /// <summary>A rule that fires while the target of a job is down.</summary>
    public static string AlertWhenDown(
        string alert,
        string job,
        string severity,
        string service,
        string summary
    ) =>
        $$"""
            - alert: {{alert}}
              expr: up{job="{{job}}"} == 0
              labels: {severity: {{severity}}, service: {{service}}}
              annotations: {summary: '{{summary}}'}
            """;
}

/// <summary>
/// Debian's Prometheus, on loopback, in a temporary folder, scraping and judging every second.
/// </summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly ChildProcess _process;

    private PrometheusServer(TempFolder folder, ChildProcess process, Uri address) =>
        (_folder, _process, Address) = (folder, process, address);

    public Uri Address { get; }

    public string Output => _process.Output;

    /// <exception cref="MissingBackendException">Prometheus is not installed.</exception>
    public static async Task<PrometheusServer> StartNewAsync(PrometheusSetup setup)
    {
        var program = Binaries.Find("prometheus", "prometheus");
        var temp = new TempFolder("prometheus");
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        temp.Write(
            "rules.yml",
            "groups:\n- name: rules\n  interval: 1s\n  rules:\n  "
                + setup.Rules.ReplaceLineEndings("\n  ")
        );
        string[] arguments =
        [
            $"--config.file={temp.Write("prometheus.yml", Configuration(setup))}",
            $"--storage.tsdb.path={temp.File("data")}",
            $"--web.listen-address={address.Authority}",
        ];
        var child = ChildProcess.Start(new ChildProcessStart("prometheus", program, arguments));
        await child.WaitForHttpAsync(new Uri(address, "/-/ready"));
        return new PrometheusServer(temp, child, address);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static string Configuration(PrometheusSetup setup)
    {
        var jobs = setup.Targets.Select(target =>
            $"- {{job_name: {target.Key}, static_configs: [{{targets: ['{target.Value}']}}]}}"
        );
        return $$"""
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: [rules.yml]
            alerting: {alertmanagers: [{static_configs: [{targets: ['{{setup.Alertmanager.Address.Authority}}']}]}]}
            scrape_configs:
            {{string.Join('\n', jobs)}}
            """;
    }
}
