namespace Pir.Testing.Backends;

/// <summary>A RabbitMQ for one test, which may stop, kill and freeze it.</summary>
internal interface IRabbitMqNode : IAsyncDisposable
{
    /// <summary>Address of the default virtual host.</summary>
    Uri Amqp { get; }

    Uri Management { get; }

    /// <summary>The port inside the container, which differs from the published one.</summary>
    int ListenerPort { get; }

    /// <summary>
    /// Starts it, or starts it again at the same address with the data of before.
    /// </summary>
    Task StartAsync(Func<Task<bool>> isReady);

    /// <summary>Stops it in good order.</summary>
    Task StopAsync();

    /// <summary><c>kill -9</c>.</summary>
    Task KillAsync();

    /// <summary>Keeps every connection but does not respond.</summary>
    void Freeze();

    void Thaw();
}
