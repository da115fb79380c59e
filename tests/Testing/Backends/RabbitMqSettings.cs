namespace Pir.Testing.Backends;

/// <summary>What every test broker is told, wherever it runs.</summary>
internal static class RabbitMqSettings
{
    public const string Conf = "disk_free_limit.absolute = 50MB";

    /// <summary>
    /// Counters of quorum queues are refreshed by this tick: 5 s is long for a test that waits for
    /// them.
    /// </summary>
    public const string Advanced = "[{rabbit, [{quorum_tick_interval, 250}]}].";
}
