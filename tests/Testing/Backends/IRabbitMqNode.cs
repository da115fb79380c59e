namespace Pir.Testing.Backends;

/// <summary>A RabbitMQ that one test has to itself: it may be stopped, killed and frozen.</summary>
internal interface IRabbitMqNode : IAsyncDisposable
{
    /// <summary>Of the default virtual host.</summary>
    Uri Amqp { get; }

    Uri Management { get; }

    /// <summary>
    /// The port the broker itself knows, which is not the one a container is reached at.
    /// </summary>
    int ListenerPort { get; }

    /// <summary>
    /// Starts it, or starts it again at the same address with the data of before.
    /// </summary>
    Task StartAsync(Func<Task<bool>> isReady);

    /// <summary>Stops it in good order.</summary>
    Task StopAsync();

    /// <summary><c>kill -9</c>.</summary>
    Task KillAsync();

    /// <summary>Keeps every connection, but answers nobody.</summary>
    void Freeze();

    void Thaw();
}
