using System.Diagnostics;
using System.Text;
using DotNet.Testcontainers.Containers;
using Microsoft.Extensions.Logging.Abstractions;
using Pir.Testing.Containers;
using Testcontainers.RabbitMq;

namespace Pir.Testing.Backends;

/// <summary>RabbitMQ in a Testcontainers container.</summary>
internal sealed class RabbitMqContainerNode : IRabbitMqNode
{
    private const int AmqpPort = 5672;
    private const int ManagementPort = 15672;

    private readonly ContainerEngine _engine;
    private readonly RabbitMqContainer _container;

    // The ports are chosen here, because the engine would choose others at every start.
    private readonly int _amqpPort = FreePort.Next();
    private readonly int _managementPort = FreePort.Next();

    public RabbitMqContainerNode(ContainerEngine engine)
    {
        _engine = engine;
        _container = new RabbitMqBuilder(engine.ImageOf("rabbitmq"))
            .WithDockerEndpoint(engine.Endpoint)
            .WithLogger(NullLogger.Instance)
            .WithUsername("guest")
            .WithPassword("guest")
            .WithPortBinding(_amqpPort, AmqpPort)
            .WithPortBinding(_managementPort, ManagementPort)
            .WithResourceMapping(Text(RabbitMqSettings.Conf), "/etc/rabbitmq/conf.d/20-test.conf")
            .WithResourceMapping(Text(RabbitMqSettings.Advanced), "/etc/rabbitmq/advanced.config")
            .Build();
    }

    public Uri Amqp => new($"amqp://guest:guest@127.0.0.1:{_amqpPort}");

    public Uri Management => new($"http://127.0.0.1:{_managementPort}");

    public int ListenerPort => AmqpPort;

    public async Task StartAsync(Func<Task<bool>> isReady)
    {
        await _container.StartAsync();
        await Eventually.Until(
            isReady,
            TimeSpan.FromSeconds(60),
            "RabbitMQ is ready in its container"
        );
    }

    public Task StopAsync() => _container.StopAsync();

    public async Task KillAsync()
    {
        var killed = await _engine.DockerAsync("kill", _container.Id);
        if (killed.ExitCode != 0)
        {
            throw new InvalidOperationException($"RabbitMQ is not killed: {killed.Errors}");
        }
    }

    public void Freeze() => Docker("pause");

    public void Thaw() => Docker("unpause");

    public async ValueTask DisposeAsync()
    {
        if (_container.State == TestcontainersStates.Running)
        {
            // Its data is deleted too, so an orderly stop would only take time. It may be dead
            // already.
            _ = await _engine.DockerAsync("kill", _container.Id);
        }
        await _container.DisposeAsync();
    }

    private void Docker(string verb)
    {
        using var docker = Process.Start(
            "docker",
            ["--host", _engine.Endpoint, verb, _container.Id]
        );
        docker.WaitForExit();
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
