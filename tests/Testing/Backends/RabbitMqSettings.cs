namespace Pir.Testing.Backends;

/// <summary>Settings of every test broker, wherever it runs.</summary>
internal static class RabbitMqSettings
{
    public const string Conf = "disk_free_limit.absolute = 50MB";

    /// <summary>
    /// Refresh interval for counters of quorum queues. The default of 5 s is too long for tests
    /// that wait for them.
    /// </summary>
    public const string Advanced = "[{rabbit, [{quorum_tick_interval, 250}]}].";
}
