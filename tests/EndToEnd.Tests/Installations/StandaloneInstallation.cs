using Pir.Testing;
using Pir.Testing.Processes;

namespace Pir.EndToEnd.Tests.Installations;

/// <summary>The single process, restarted when it dies, as systemd would do.</summary>
public sealed class StandaloneInstallation : Installation
{
    private readonly TempFolder _folder = new("standalone");
    private readonly Dictionary<string, string?> _environment;
    private readonly CancellationTokenSource _stop = new();
    private readonly int _port = FreePort.Next();
    private readonly List<string> _earlierOutput = [];
    private ChildProcess _process;
    private Task _supervisor = Task.CompletedTask;

    private StandaloneInstallation(IReadOnlyDictionary<string, string?> environment)
    {
        _environment = CommonSettings();
        foreach (var (key, value) in environment)
        {
            _environment[key] = value;
        }

        _process = Launch();
    }

    public override Uri Address => new($"http://127.0.0.1:{_port}");

    public override string Output => string.Join('\n', [.. _earlierOutput, _process.Output]);

    /// <summary>Number of restarts of the process.</summary>
    public int Restarts => _earlierOutput.Count;

    public string Folder => _folder.Path;

    public static async Task<StandaloneInstallation> StartAsync(
        IReadOnlyDictionary<string, string?>? environment = null
    )
    {
        var installation = new StandaloneInstallation(
            environment ?? new Dictionary<string, string?>()
        );
        installation._supervisor = installation.SuperviseAsync();
        await installation.WaitUntilReadyAsync();
        return installation;
    }

    public override async Task KillAndRecoverAsync(string service)
    {
        var restarts = Restarts;
        await _process.KillAsync();
        await Eventually.Until(() => Restarts > restarts, description: "the process is restarted");
        await WaitUntilReadyAsync();
    }

    public override Task WaitUntilReadyAsync(TimeSpan? deadline = null) =>
        Eventually.Until(
            async () =>
            {
                using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
                using var answer = await client.GetAsync(new Uri(Address, "/health"));
                return answer.IsSuccessStatusCode;
            },
            deadline ?? TimeSpan.FromSeconds(60),
            "Standalone is ready",
            () => Output
        );

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _supervisor;
        await _process.DisposeAsync();
        _folder.Dispose();
        _stop.Dispose();
    }

    private ChildProcess Launch() =>
        ChildProcess.StartDotnet(
            Repository.ProgramOf("src/Standalone"),
            _environment,
            "--urls",
            Address.ToString(),
            "--Data:Directory",
            Path.Combine(_folder.Path, "data")
        );

    private async Task SuperviseAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _process.WaitForExitAsync(TimeSpan.FromDays(1)).WaitAsync(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            _earlierOutput.Add(_process.Output);
            await _process.DisposeAsync();
            _process = Launch();
        }
    }
}
