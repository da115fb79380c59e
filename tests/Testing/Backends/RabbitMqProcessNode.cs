using System.Security.Cryptography;
using Pir.Testing.Processes;

namespace Pir.Testing.Backends;

/// <summary>
/// RabbitMQ as a private process on loopback, in a temporary folder, with a port mapper (epmd) of
/// its own.
/// </summary>
internal sealed class RabbitMqProcessNode : IRabbitMqNode
{
    private readonly TempFolder _folder = new("rabbitmq");
    private readonly int _amqpPort = FreePort.Next();
    private readonly int _managementPort = FreePort.Next();
    private readonly int _distributionPort = FreePort.Next();
    private readonly int _portMapperPort = FreePort.Next();
    private ChildProcess? _portMapper;
    private ChildProcess? _broker;

    public RabbitMqProcessNode()
    {
        Directory.CreateDirectory(_folder.File("home"));
        var cookie = _folder.Write("home/.erlang.cookie", RandomNumberGenerator.GetHexString(32));
        if (!OperatingSystem.IsWindows())
        {
            // Erlang refuses a cookie others can read.
            File.SetUnixFileMode(cookie, UnixFileMode.UserRead);
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
            {RabbitMqSettings.Conf}
            """
        );
        _folder.Write("advanced.config", RabbitMqSettings.Advanced);
    }

    public Uri Amqp => new($"amqp://guest:guest@127.0.0.1:{_amqpPort}");

    public Uri Management => new($"http://127.0.0.1:{_managementPort}");

    public int ListenerPort => _amqpPort;

    private ChildProcess Process =>
        _broker ?? throw new InvalidOperationException("RabbitMQ is not started.");

    public async Task StartAsync(Func<Task<bool>> isReady)
    {
        // Debian's /usr/sbin/rabbitmq-server changes to its own user; this one runs as whoever
        // starts it.
        var program = Binaries.Find("rabbitmq-server", "rabbitmq-server", "/usr/lib/rabbitmq/bin");
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
        await _broker.WaitUntilAsync(isReady, TimeSpan.FromSeconds(60), "RabbitMQ is ready");
    }

    public Task StopAsync() => Process.StopAsync(TimeSpan.FromSeconds(60));

    public async Task KillAsync()
    {
        // The script that started Erlang is the process; the node itself is in its group.
        Process.SignalGroup(UnixSignal.Kill);
        await Eventually.Until(() => !Process.IsGroupAlive, description: "RabbitMQ is gone");
    }

    public void Freeze() => Process.SignalGroup(UnixSignal.Stop);

    public void Thaw() => Process.SignalGroup(UnixSignal.Continue);

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
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        };
}
