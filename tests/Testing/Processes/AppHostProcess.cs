using System.Globalization;

namespace Pir.Testing.Processes;

/// <summary>The AppHost as started by a person, with its own folder and ports.</summary>
public sealed class AppHostProcess : IAsyncDisposable
{
    /// <summary>Maximum time for a run to end completely.</summary>
    public static readonly TimeSpan ToBeGone = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan ToBeReady = TimeSpan.FromMinutes(3);

    private readonly TempFolder _folder;
    private readonly ChildProcess _process;

    private AppHostProcess(TempFolder folder, string[] command, string[] arguments)
    {
        _folder = folder;
        _process = ChildProcess.Start(
            new ChildProcessStart(
                "AppHost",
                "dotnet",
                [
                    .. command,
                    $"--Local:Directory={Folder}",
                    string.Create(CultureInfo.InvariantCulture, $"--Gateway:Port={Port}"),
                    $"--Identity:BootstrapToken={Token}",
                    .. arguments,
                ]
            )
            {
                Environment = Environment(),
            }
        );
    }

    /// <summary>Administrator's token.</summary>
    public const string Token = "test-0123456789abcdef";

    public int Port { get; } = FreePort.Next();

    public Uri Gateway => new($"http://localhost:{Port}");

    public string Folder => _folder.Path;

    public int Id => _process.Id;

    public IReadOnlyList<string> Lines => _process.Lines;

    public string Output => _process.Output;

    /// <summary>Starts the built program.</summary>
    public static AppHostProcess Start(TempFolder folder, params string[] arguments) =>
        new(folder, [Repository.ProgramOf("AppHost")], arguments);

    /// <summary>Starts it by <c>dotnet run</c>.</summary>
    public static AppHostProcess StartByDotnetRun(TempFolder folder, params string[] arguments) =>
        new(
            folder,
            [
                .. (string[])["run", "--no-build", "--no-launch-profile"],
                .. (string[])["--configuration", Repository.Configuration],
                .. (string[])["--project", Repository.PathOf("AppHost"), "--"],
            ],
            arguments
        );

    public Task<string> IsReadyAsync() => _process.WaitForLineAsync("Ready: ", ToBeReady);

    public Task<string> SaysAsync(string text) => _process.WaitForLineAsync(text);

    /// <summary>Waits for the end by itself.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Signal(UnixSignal signal) => _process.Signal(signal);

    /// <summary>As Ctrl-C in a terminal.</summary>
    public void PressControlC() => _process.SignalGroup(UnixSignal.Interrupt);

    /// <summary>All processes of the run, with their command lines.</summary>
    public IReadOnlyDictionary<int, string> Processes() => ProcessTable.Of(Folder);

    /// <summary>The process whose command line holds the text.</summary>
    public int PidOf(string program) =>
        Processes()
            .Where(p => p.Value.Contains(program, StringComparison.Ordinal))
            .Where(p => !p.Value.Contains("AppHost", StringComparison.Ordinal))
            .Select(p => p.Key)
            .FirstOrDefault();

    /// <summary>Waits until no process of the run is left, for 20 s at most.</summary>
    public Task IsGoneAsync() =>
        Eventually.Until(
            () => Processes().Count == 0,
            ToBeGone,
            "the AppHost and all it started are gone",
            () => $"{string.Join('\n', Processes())}\n{Output}"
        );

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await IsGoneAsync();
    }

    private Dictionary<string, string?> Environment() =>
        new(StringComparer.Ordinal)
        {
            // Everything it starts inherits this, and so is known as part of the run.
            ["APPHOST_TEST"] = Folder,
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
            ["ASPNETCORE_URLS"] = Local(),
            ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = Local(),
            ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = Local(),
            // The servers are processes, even if an engine runs.
            ["Local__Containers"] = "false",
        };

    private static string Local() => $"http://localhost:{FreePort.Next()}";
}
