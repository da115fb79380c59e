using System.Globalization;
using System.Security.Cryptography;

namespace Aspire.Hosting.Running;

/// <summary>Runs a private RabbitMQ broker on loopback with its data under the AppHost's directory.</summary>
internal sealed class RabbitMqPlanner(EngineSettings settings, Toolbox tools, PortAllocator ports)
    : IPlanner
{
    // The broker asks for a running port mapper (epmd). The one Erlang would start by itself would be shared and outlive us.
    private const string Script = """
        epmd=$1; server=$2
        "$epmd" -port "$ERL_EPMD_PORT" -address 127.0.0.1 &
        exec "$server"
        """;

    public IReadOnlyList<Instance>? Plan(IResource resource)
    {
        if (resource is not RabbitMQServerResource broker)
            return null;
        var advice =
            $"RabbitMQ is not installed: install it (apt-get install rabbitmq-server) or set ConnectionStrings__{Variable(broker)} to an amqp:// address.";
        var server = tools.Require("rabbitmq-server", advice);
        var mapper = tools.Require("epmd", advice);
        var port = broker.PrimaryEndpoint.Port;
        var internalPorts = new InternalPorts(
            ports.Allocate($"{broker.Name} nodes"),
            ports.Allocate($"{broker.Name} port mapper")
        );
        return
        [
            new()
            {
                Name = broker.Name,
                Resource = broker,
                Kind = "rabbitmq",
                Url = $"amqp://localhost:{port}",
                Probes = [TalkProbe.RabbitMq(port)],
                PrepareAsync = async cancellationToken =>
                {
                    var folder = await PrepareFolderAsync(broker, port, cancellationToken);
                    return new(
                        "/bin/sh",
                        ["-c", Script, "rabbitmq", mapper, server],
                        folder,
                        Environment(broker, folder, port, internalPorts)
                    );
                },
            },
        ];
    }

    private async Task<string> PrepareFolderAsync(
        RabbitMQServerResource broker,
        int port,
        CancellationToken cancellationToken
    )
    {
        var folder = Path.Combine(settings.Directory, broker.Name);
        Directory.CreateDirectory(
            Home(folder),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
        WriteCookie(Home(folder));
        await WriteConfigurationAsync(broker, folder, port, cancellationToken);
        return folder;
    }

    private static async Task WriteConfigurationAsync(
        RabbitMQServerResource broker,
        string folder,
        int port,
        CancellationToken cancellationToken
    )
    {
        var user = await broker.UserNameReference.GetValueAsync(cancellationToken);
        var password = await broker.PasswordParameter.GetValueAsync(cancellationToken);
        PrivateFile.Replace(
            Path.Combine(folder, "rabbitmq.conf"),
            $"""
            listeners.tcp.1 = 127.0.0.1:{port}
            default_user = {user}
            default_pass = {password}
            log.file = false
            log.console = true
            log.console.level = warning
            log.console.use_colors = off
            # Each health check is a connection that is dropped after the greeting.
            log.connection.level = error

            """
        );
        PrivateFile.Replace(Path.Combine(folder, "enabled_plugins"), "[].");
    }

    /// <summary>The secret that lets Erlang nodes speak to each other; rabbitmqctl needs the same one.</summary>
    private static void WriteCookie(string home)
    {
        var cookie = Path.Combine(home, ".erlang.cookie");
        if (!File.Exists(cookie))
            PrivateFile.Replace(cookie, RandomNumberGenerator.GetHexString(32));
        File.SetUnixFileMode(cookie, UnixFileMode.UserRead);
    }

    private static Dictionary<string, string?> Environment(
        RabbitMQServerResource broker,
        string folder,
        int port,
        InternalPorts internalPorts
    ) =>
        new(StringComparer.Ordinal)
        {
            ["HOME"] = Home(folder),
            ["RABBITMQ_NODENAME"] = $"{broker.Name}@localhost",
            ["RABBITMQ_NODE_PORT"] = Text(port),
            ["RABBITMQ_DIST_PORT"] = Text(internalPorts.Nodes),
            ["ERL_EPMD_PORT"] = Text(internalPorts.Mapper),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
            ["RABBITMQ_LOG"] = "warning",
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "enabled_plugins"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(folder, "rabbitmq.pid"),
            // The machine's own broker is configured there; this one is not it.
            ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        };

    private static string Home(string folder) => Path.Combine(folder, "home");

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static string Variable(RabbitMQServerResource broker) => broker.Name.Replace('-', '_');

    /// <summary>Ports nobody but Erlang uses.</summary>
    private sealed record InternalPorts(int Nodes, int Mapper);
}
