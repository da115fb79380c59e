using System.Text.Json;
using Pir.Testing;
using Pir.Testing.Processes;

namespace Pir.EndToEnd.Tests.Installations;

/// <summary>The distributed shape as the AppHost starts it: broker, Redis, gateway and five services, each its own process.</summary>
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
    private readonly ChildProcess _appHost;

    private DistributedInstallation(IReadOnlyDictionary<string, string?> environment)
    {
        var all = CommonSettings();
        all["AppHost__Directory"] = _folder.Path;
        all["Gateway__Port"] = _port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (key, value) in environment)
        {
            all[key] = value;
        }

        _appHost = ChildProcess.StartDotnet(Repository.ProgramOf("AppHost"), all);
    }

    public override Uri Address => new($"http://127.0.0.1:{_port}");

    public override string Output => _appHost.Output;

    public string Folder => _folder.Path;

    public static async Task<DistributedInstallation> StartAsync(
        IReadOnlyDictionary<string, string?>? environment = null
    )
    {
        var installation = new DistributedInstallation(
            environment ?? new Dictionary<string, string?>()
        );
        try
        {
            await installation._appHost.WaitForLineAsync("Ready:", TimeSpan.FromSeconds(180));
            await installation.WaitUntilReadyAsync();
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Process id of a resource now.</summary>
    public int PidOf(string resource) =>
        Resource(resource).TryGetProperty("pid", out var pid) ? pid.GetInt32() : 0;

    /// <summary>Where a service itself listens, past the gateway.</summary>
    public Uri AddressOf(string resource) =>
        new(Resource(resource).GetProperty("url").GetString()!);

    /// <summary>How often the AppHost had to start it again.</summary>
    public int RestartsOf(string resource) => Resource(resource).GetProperty("restarts").GetInt32();

    public override async Task KillAndRecoverAsync(string service)
    {
        var pid = PidOf(service);
        using (var process = System.Diagnostics.Process.GetProcessById(pid))
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
                    Resource(service).GetProperty("health").GetString() == "healthy"
                ),
            deadline ?? TimeSpan.FromSeconds(90),
            "every service is healthy",
            () => Output
        );

    public override async ValueTask DisposeAsync()
    {
        await _appHost.DisposeAsync();
        _folder.Dispose();
    }

    private JsonElement Resource(string name) =>
        Status().EnumerateArray().First(r => r.GetProperty("resource").GetString() == name);

    private JsonElement Status() =>
        JsonSerializer
            .Deserialize<JsonElement>(File.ReadAllText(Path.Combine(_folder.Path, "status.json")))
            .GetProperty("resources");
}
