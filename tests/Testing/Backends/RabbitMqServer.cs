using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Pir.Testing.Processes;

namespace Pir.Testing.Backends;

/// <summary>
/// A RabbitMQ node of its own, on loopback, in a temporary folder, with its own port mapper (epmd).
/// Tests that only need a broker take a virtual host of the shared one; tests that stop the broker start their own.
/// </summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    /// <summary>Holds the AMQP address of a broker to use instead of starting one.</summary>
    public const string AmqpVariable = "PIR_TEST_RABBITMQ";

    /// <summary>Holds the address of that broker's management API.</summary>
    public const string ManagementVariable = "PIR_TEST_RABBITMQ_MANAGEMENT";

    private static readonly Lazy<Task<RabbitMqServer>> Shared = new(FindOrStartAsync);
    private static int virtualHosts;

    private readonly Node? _node;

    private RabbitMqServer(Uri amqp, Uri management, Node? node)
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

    internal HttpClient Management { get; }

    /// <summary>A new virtual host on the one broker of this test process (or of the whole run, when one is given).</summary>
    public static async Task<RabbitMqVirtualHost> SharedVirtualHostAsync() =>
        await (await Shared.Value).CreateVirtualHostAsync();

    /// <summary>Starts a broker of its own, for tests that stop it. Takes about 5 s.</summary>
    /// <exception cref="MissingBackendException">RabbitMQ is not installed.</exception>
    public static async Task<RabbitMqServer> StartNewAsync()
    {
        var own = new Node();
        var server = new RabbitMqServer(own.Amqp, own.Management, own);
        await server.StartAsync();
        return server;
    }

    public async Task<RabbitMqVirtualHost> CreateVirtualHostAsync()
    {
        var name = $"test-{Environment.ProcessId}-{Interlocked.Increment(ref virtualHosts)}";
        using var response = await Management.PutAsync($"api/vhosts/{name}", null);
        response.EnsureSuccessStatusCode();
        return new RabbitMqVirtualHost(this, name);
    }

    /// <summary>Starts again on the same port with the data of before.</summary>
    public async Task StartAsync()
    {
        await OwnNode.StartAsync();
        await OwnNode.Process.WaitUntilAsync(
            IsReadyAsync,
            TimeSpan.FromSeconds(60),
            "RabbitMQ is ready"
        );
    }

    /// <summary>Stops the broker in good order; its data stay.</summary>
    public Task StopAsync() => OwnNode.Process.StopAsync(TimeSpan.FromSeconds(60));

    /// <summary><c>kill -9</c>; what it confirmed stays.</summary>
    public Task KillAsync() => OwnNode.KillAsync();

    /// <summary>Keeps every connection, but answers nobody until <see cref="Thaw"/>.</summary>
    public void Freeze() => OwnNode.Process.SignalGroup(UnixSignal.Stop);

    public void Thaw() => OwnNode.Process.SignalGroup(UnixSignal.Continue);

    public async ValueTask DisposeAsync()
    {
        Management.Dispose();
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }
    }

    private Node OwnNode =>
        _node
        ?? throw new InvalidOperationException(
            "A shared broker is not stopped; use StartNewAsync for tests that do."
        );

    private async Task<bool> IsReadyAsync()
    {
        using var response = await Management.GetAsync(
            $"api/health/checks/port-listener/{Amqp.Port}"
        );
        return response.IsSuccessStatusCode;
    }

    private static async Task<RabbitMqServer> FindOrStartAsync()
    {
        var amqp = Environment.GetEnvironmentVariable(AmqpVariable);
        var management = Environment.GetEnvironmentVariable(ManagementVariable);
        return string.IsNullOrEmpty(amqp) || string.IsNullOrEmpty(management)
            ? await StartNewAsync()
            : new RabbitMqServer(new Uri(amqp), new Uri(management), null);
    }

    private sealed class Node : IAsyncDisposable
    {
        private readonly TempFolder _folder = new("rabbitmq");
        private readonly int _amqpPort = FreePort.Next();
        private readonly int _managementPort = FreePort.Next();
        private readonly int _distributionPort = FreePort.Next();
        private readonly int _portMapperPort = FreePort.Next();
        private ChildProcess? _portMapper;
        private ChildProcess? _broker;

        public Node()
        {
            Directory.CreateDirectory(_folder.File("home"));
            var cookie = _folder.Write(
                "home/.erlang.cookie",
                RandomNumberGenerator.GetHexString(32)
            );
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(cookie, UnixFileMode.UserRead); // Erlang refuses a cookie others can read.
            }
            _folder.Write("enabled_plugins", "[rabbitmq_management].");
            _folder.Write(
                "rabbitmq.conf",
                $"""
                listeners.tcp.1 = 127.0.0.1:{_amqpPort}
                management.tcp.ip = 127.0.0.1
                management.tcp.port = {_managementPort}
                log.file = false
                log.console = true
                log.console.level = warning
                disk_free_limit.absolute = 50MB
                """
            );
            // Counters of quorum queues are refreshed by this tick: 5 s is long for a test that waits for them.
            _folder.Write("advanced.config", "[{rabbit, [{quorum_tick_interval, 250}]}].");
        }

        public Uri Amqp => new($"amqp://guest:guest@127.0.0.1:{_amqpPort}");

        public Uri Management => new($"http://127.0.0.1:{_managementPort}");

        public ChildProcess Process =>
            _broker ?? throw new InvalidOperationException("RabbitMQ is not started.");

        public async Task StartAsync()
        {
            // Debian's /usr/sbin/rabbitmq-server changes to its own user; this one runs as whoever starts it.
            var program = Binaries.Find(
                "rabbitmq-server",
                "rabbitmq-server",
                "/usr/lib/rabbitmq/bin"
            );
            // Started here and not by Erlang, which would leave it behind.
            _portMapper ??= ChildProcess.Start(
                new ChildProcessStart(
                    "epmd",
                    Binaries.Find("epmd", "erlang-base"),
                    "-port",
                    $"{_portMapperPort}"
                )
                {
                    Environment = Variables,
                }
            );
            if (_broker is not null)
            {
                await _broker.DisposeAsync();
            }
            _broker = ChildProcess.Start(
                new ChildProcessStart("rabbitmq", program) { Environment = Variables }
            );
        }

        public async Task KillAsync()
        {
            // The script that started Erlang is the process; the node itself is in its group.
            Process.SignalGroup(UnixSignal.Kill);
            await Eventually.Until(() => !Process.IsGroupAlive, description: "RabbitMQ is gone");
        }

        public async ValueTask DisposeAsync()
        {
            if (_broker is not null)
            {
                _broker.SignalGroup(UnixSignal.Kill);
                await _broker.DisposeAsync();
            }
            if (_portMapper is not null)
            {
                await _portMapper.DisposeAsync();
            }
            _folder.Dispose();
        }

        private Dictionary<string, string?> Variables =>
            new()
            {
                ["HOME"] = _folder.File("home"),
                ["RABBITMQ_NODENAME"] = "pir@localhost",
                ["RABBITMQ_DIST_PORT"] = $"{_distributionPort}",
                ["ERL_EPMD_PORT"] = $"{_portMapperPort}",
                ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
                ["RABBITMQ_MNESIA_BASE"] = _folder.File("mnesia"),
                ["RABBITMQ_LOG_BASE"] = _folder.File("log"),
                ["RABBITMQ_LOGS"] = "-",
                ["RABBITMQ_CONFIG_FILE"] = _folder.File("rabbitmq.conf"),
                ["RABBITMQ_ADVANCED_CONFIG_FILE"] = _folder.File("advanced.config"),
                ["RABBITMQ_ENABLED_PLUGINS_FILE"] = _folder.File("enabled_plugins"),
                ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
                ["RABBITMQ_PID_FILE"] = _folder.File("rabbitmq.pid"),
                ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
                    "-kernel inet_dist_use_interface {127,0,0,1}",
            };
    }
}
