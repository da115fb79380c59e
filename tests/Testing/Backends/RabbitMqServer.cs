using System.Net.Http.Headers;
using System.Text;
using Pir.Testing.Containers;

namespace Pir.Testing.Backends;

/// <summary>
/// A RabbitMQ: in a container of Testcontainers where a container engine can run, else a private
/// process. Tests that only need a broker take a virtual host of the shared one; tests that stop
/// the broker start their own.
/// </summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    /// <summary>Holds the AMQP address of a broker to use instead of starting one.</summary>
    public const string AmqpVariable = "PIR_TEST_RABBITMQ";

    /// <summary>Holds the address of that broker's management API.</summary>
    public const string ManagementVariable = "PIR_TEST_RABBITMQ_MANAGEMENT";

    private static readonly Lazy<Task<RabbitMqServer>> Shared = new(FindOrStartAsync);
    private static int virtualHosts;

    private readonly IRabbitMqNode? _node;

    private RabbitMqServer(Uri amqp, Uri management, IRabbitMqNode? node)
    {
        (Amqp, ManagementAddress, _node) = (amqp, management, node);
        Management = new HttpClient
        {
            BaseAddress = management,
            Timeout = TimeSpan.FromSeconds(10),
        };
        Management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes("guest:guest"))
        );
    }

    /// <summary>Of the default virtual host.</summary>
    public Uri Amqp { get; }

    public Uri ManagementAddress { get; }

    /// <summary>Whether it runs in a container; false for a broker that was given.</summary>
    public bool IsContainer => _node is RabbitMqContainerNode;

    internal HttpClient Management { get; }

    /// <summary>
    /// A new virtual host on the one broker of this test process (or of the whole run, when one is
    /// given).
    /// </summary>
    public static async Task<RabbitMqVirtualHost> SharedVirtualHostAsync() =>
        await (await Shared.Value).CreateVirtualHostAsync();

    /// <summary>Starts a broker of its own, for tests that stop it. Takes about 5 s.</summary>
    /// <exception cref="MissingBackendException">
    /// No container engine can run, and RabbitMQ is not installed.
    /// </exception>
    public static async Task<RabbitMqServer> StartNewAsync() =>
        await ContainerEngine.SharedIfAnyAsync() is { } engine
            ? await StartAsync(new RabbitMqContainerNode(engine))
            : await StartProcessAsync();

    /// <summary>
    /// The same as a private process, whatever else can run: for measurements, and for these tests
    /// themselves.
    /// </summary>
    /// <exception cref="MissingBackendException">RabbitMQ is not installed.</exception>
    public static Task<RabbitMqServer> StartProcessAsync() => StartAsync(new RabbitMqProcessNode());

    public async Task<RabbitMqVirtualHost> CreateVirtualHostAsync()
    {
        var name = $"test-{Environment.ProcessId}-{Interlocked.Increment(ref virtualHosts)}";
        using var response = await Management.PutAsync($"api/vhosts/{name}", null);
        response.EnsureSuccessStatusCode();
        return new RabbitMqVirtualHost(this, name);
    }

    /// <summary>Starts again on the same port with the data of before.</summary>
    public Task StartAsync() => OwnNode.StartAsync(IsReadyAsync);

    /// <summary>Stops the broker in good order; its data stay.</summary>
    public Task StopAsync() => OwnNode.StopAsync();

    /// <summary><c>kill -9</c>; what it confirmed stays.</summary>
    public Task KillAsync() => OwnNode.KillAsync();

    /// <summary>Keeps every connection, but answers nobody until <see cref="Thaw"/>.</summary>
    public void Freeze() => OwnNode.Freeze();

    public void Thaw() => OwnNode.Thaw();

    public async ValueTask DisposeAsync()
    {
        Management.Dispose();
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }
    }

    private IRabbitMqNode OwnNode =>
        _node
        ?? throw new InvalidOperationException(
            "A shared broker is not stopped; use StartNewAsync for tests that do."
        );

    private async Task<bool> IsReadyAsync()
    {
        using var response = await Management.GetAsync(
            $"api/health/checks/port-listener/{OwnNode.ListenerPort}"
        );
        return response.IsSuccessStatusCode;
    }

    private static async Task<RabbitMqServer> StartAsync(IRabbitMqNode node)
    {
        var server = new RabbitMqServer(node.Amqp, node.Management, node);
        await server.StartAsync();
        return server;
    }

    private static async Task<RabbitMqServer> FindOrStartAsync()
    {
        var amqp = Environment.GetEnvironmentVariable(AmqpVariable);
        var management = Environment.GetEnvironmentVariable(ManagementVariable);
        return string.IsNullOrEmpty(amqp) || string.IsNullOrEmpty(management)
            ? await StartNewAsync()
            : new RabbitMqServer(new Uri(amqp), new Uri(management), null);
    }
}
