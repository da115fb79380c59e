using Pir.Testing;
using Pir.Testing.Backends;
using Pir.Testing.Processes;

namespace Pir.Load;

/// <summary>A process for comparison with the intake, which accepts the same webhooks.</summary>
internal sealed class Contender : IAsyncDisposable
{
    private readonly TempFolder _folder;

    private Contender(ChildProcess process, Uri address, TempFolder folder) =>
        (Process, Address, _folder) = (process, address, folder);

    public ChildProcess Process { get; }

    public Uri Address { get; }

    public Uri Webhook => new(Address, "/webhooks/alertmanager/any");

    /// <summary>The endpoint that stores nothing.</summary>
    public static Task<Contender> StartBareAsync() => StartAsync("bench/Pir.Bare", _ => []);

    /// <summary>One SaveChanges and one Publish per alert.</summary>
    public static Task<Contender> StartNaiveAsync(RabbitMqVirtualHost messaging) =>
        StartAsync(
            "bench/Pir.Naive",
            folder =>
                new(StringComparer.Ordinal)
                {
                    ["ConnectionStrings__messaging"] = messaging.ConnectionString,
                    ["ConnectionStrings__naive"] = $"Data Source={folder.File("naive.db")}",
                }
        );

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<Contender> StartAsync(
        string project,
        Func<TempFolder, Dictionary<string, string?>> settings
    )
    {
        var folder = new TempFolder("bench-contender");
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var environment = settings(folder);
        environment["ASPNETCORE_URLS"] = address.ToString();
        environment["DOTNET_gcServer"] = "0";
        var process = ChildProcess.StartDotnet(Repository.ProgramOf(project), environment);
        await process.WaitForHttpAsync(new Uri(address, "/health"));
        return new Contender(process, address, folder);
    }
}
