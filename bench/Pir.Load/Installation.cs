using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Pir.Testing;
using Pir.Testing.Backends;
using Pir.Testing.Processes;

namespace Pir.Load;

/// <summary>
/// Some services of the product as separate processes, with SQLite, on a virtual host of the
/// broker.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    public const string Intake = "incident-intake";

    private static readonly Dictionary<string, string> Projects = new(StringComparer.Ordinal)
    {
        ["gateway"] = "src/Gateway",
        [Intake] = "src/IncidentIntake",
        ["timeline"] = "src/Timelines",
        ["review"] = "src/Reviews",
        ["action-tracking"] = "src/ActionTracking",
        ["notification"] = "src/Notifications",
    };

    private readonly TempFolder _folder = new("bench");
    private readonly Dictionary<string, ChildProcess> _processes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Uri> _addresses = new(StringComparer.Ordinal);

    private Installation() { }

    /// <summary>All services.</summary>
    public static string[] Everything => [.. Projects.Keys];

    /// <summary>Administrator's token.</summary>
    public static string Token { get; } =
        "bench-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(24));

    /// <summary>Allows one very busy caller, and deliveries to loopback.</summary>
    public static Dictionary<string, string?> Settings =>
        new(StringComparer.Ordinal)
        {
            ["Identity__BootstrapToken"] = Token,
            ["Notification__AllowPrivateTargets"] = "true",
            ["Gateway__RateLimits__PerSecond"] = "10000000",
            ["Gateway__RateLimits__Burst"] = "10000000",
            ["Gateway__RateLimits__WebhooksPerSecond"] = "10000000",
            ["Gateway__RateLimits__WebhookBurst"] = "10000000",
            ["DOTNET_gcServer"] = "0",
            ["Logging__LogLevel__Default"] = "Warning",
        };

    /// <summary>Folder of the databases.</summary>
    public string Data => _folder.File("data");

    public IReadOnlyDictionary<string, ChildProcess> Processes => _processes;

    /// <param name="messaging">The virtual host of the services.</param>
    /// <param name="topology">
    /// The virtual host in which exchanges and queues are declared. With another one, the services'
    /// events have no queue.
    /// </param>
    /// <param name="services">Names. The gateway is needed to create a source.</param>
    public static async Task<Installation> StartAsync(
        RabbitMqVirtualHost messaging,
        RabbitMqVirtualHost topology,
        params IReadOnlyList<string> services
    )
    {
        var installation = new Installation();
        try
        {
            await installation.MigrateAsync(topology);
            await installation.LaunchAsync(messaging, services);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    public Uri AddressOf(string service) => _addresses[service];

    /// <summary>A caller of the gateway with the administrator's token.</summary>
    public HttpClient Client() => Client(AddressOf("gateway"));

    /// <inheritdoc cref="Client()"/>
    /// <param name="address">Of the gateway, or of the one process.</param>
    public static HttpClient Client(Uri address)
    {
        var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return client;
    }

    /// <summary>Connects an Alertmanager.</summary>
    /// <returns>The path of its webhook.</returns>
    public static async Task<string> CreateSourceAsync(HttpClient pir)
    {
        using var answer = await pir.PostAsJsonAsync(
            "/api/sources",
            new { kind = "alertmanager", name = "bench" }
        );
        answer.EnsureSuccessStatusCode();
        var source = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return new Uri(source.GetProperty("webhookUrl").GetString()!).AbsolutePath;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
        {
            await process.DisposeAsync();
        }
        _folder.Dispose();
    }

    private async Task MigrateAsync(RabbitMqVirtualHost topology)
    {
        await using var runner = Start("src/Migrations/Runner", Environment(topology));
        await runner.WaitForExitAsync(TimeSpan.FromMinutes(3));
        if (runner.ExitCode != 0)
        {
            throw new InvalidOperationException($"The migrations failed: {runner.Output}");
        }
    }

    private async Task LaunchAsync(RabbitMqVirtualHost messaging, IReadOnlyList<string> services)
    {
        foreach (var service in services)
        {
            _addresses[service] = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        }
        var environment = Environment(messaging);
        foreach (var service in services)
        {
            environment["ASPNETCORE_URLS"] = AddressOf(service).ToString();
            _processes[service] = Start(Projects[service], environment);
        }
        foreach (var (service, process) in _processes)
        {
            await process.WaitForHttpAsync(
                new Uri(AddressOf(service), "/health"),
                TimeSpan.FromMinutes(2)
            );
        }
    }

    private Dictionary<string, string?> Environment(RabbitMqVirtualHost messaging)
    {
        var environment = Settings;
        environment["ConnectionStrings__messaging"] = messaging.ConnectionString;
        environment["Data__Directory"] = Data;
        foreach (var (service, address) in _addresses)
        {
            environment[$"services__{service}__http__0"] = address.ToString();
        }
        return environment;
    }

    private static ChildProcess Start(string project, Dictionary<string, string?> environment) =>
        ChildProcess.StartDotnet(Repository.ProgramOf(project), environment);
}
