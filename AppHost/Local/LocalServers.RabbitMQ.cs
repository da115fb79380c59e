using Pir.AppHost.Running;
using RabbitMQ.Client;

namespace Pir.AppHost.Local;

internal sealed partial class LocalServers
{
    public IResourceBuilder<IResourceWithConnectionString> RabbitMQ(string name)
    {
        var program = _tools.Require("rabbitmq-server", "RabbitMQ", "rabbitmq-server", name);
        var (folder, password) = Home(name);
        var (port, mapperPort) = (FreePort(), FreePort());
        var mapper = PortMapper(name, folder, mapperPort);
        var broker = Add(
                name,
                folder,
                port,
                [program],
                address =>
                    ReferenceExpression.Create(
                        $"amqp://guest:{password.Resource:uri}@{HostAndPort(address)}"
                    )
            )
            .WithEnvironment(context =>
            {
                foreach (var (key, value) in Environment(name, folder, port, mapperPort))
                    context.EnvironmentVariables[key] = value;
            })
            .OnBeforeResourceStarted(
                async (_, _, cancellationToken) =>
                    WriteConfiguration(
                        folder,
                        await password.Resource.GetValueAsync(cancellationToken)
                    )
            )
            .WaitForStart(mapper);
        mapper.WithParentRelationship(broker);
        return WithCheck(
            broker,
            async (connectionString, cancellationToken) =>
            {
                var factory = new ConnectionFactory { Uri = new(connectionString) };
                await using var connection = await factory.CreateConnectionAsync(cancellationToken);
            }
        );
    }

    // Erlang would otherwise start an epmd that all brokers on the machine share and that outlives
    // this process.
    private IResourceBuilder<ExecutableResource> PortMapper(string name, string folder, int port) =>
        _builder
            .AddExecutable(
                $"{name}-epmd",
                "epmd",
                folder,
                "-port",
                $"{port}",
                "-address",
                "127.0.0.1"
            )
            .RestartWhenEnded();

    private static void WriteConfiguration(string folder, string? password)
    {
        var home = PrivateFolder.Create(Path.Combine(folder, "home"));
        // The cookie with which Erlang nodes authenticate to each other. rabbitmqctl needs the same
        // one.
        var cookie = Path.Combine(home, ".erlang.cookie");
        PrivateFile.Secret(cookie);
        PrivateFile.Write(
            Path.Combine(folder, "rabbitmq.conf"),
            $"""
            default_user = guest
            default_pass = {password}
            log.console = true
            log.console.level = warning
            # Each health check is a connection.
            log.connection.level = error

            """
        );
        PrivateFile.Write(Path.Combine(folder, "enabled_plugins"), "[].");
    }

    private static Dictionary<string, string> Environment(
        string name,
        string folder,
        int port,
        int mapperPort
    ) =>
        new()
        {
            ["HOME"] = Path.Combine(folder, "home"),
            ["RABBITMQ_NODENAME"] = $"{name}@localhost",
            ["RABBITMQ_NODE_PORT"] = $"{port}",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_DIST_PORT"] = $"{FreePort()}",
            ["ERL_EPMD_PORT"] = $"{mapperPort}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
            ["RABBITMQ_LOGS"] = "-",
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "enabled_plugins"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(folder, "rabbitmq.pid"),
            // The script execs the broker, so that signals reach it directly.
            ["RUNNING_UNDER_SYSTEMD"] = "1",
            // That file configures the machine's own broker, not this one.
            ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        };
}
