using HealthChecks.Redis;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pir.Platform.Hosting;
using StackExchange.Redis;

namespace Pir.ServiceDefaults.Health;

/// <summary>
/// Checks whether the Redis of the key ring responds. Degraded, not unhealthy: the keys that were
/// read at start-up remain in use, and keys change only every few weeks.
/// </summary>
internal sealed class RedisHealth(Lazy<IConnectionMultiplexer> redis, TimeProvider clock)
    : IHealthCheck
{
    private readonly BoundedProbe<HealthCheckResult> _probe = new(clock);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            var found = await _probe.AskAsync(() =>
                new RedisHealthCheck(redis.Value).CheckHealthAsync(context, CancellationToken.None)
            );
            return found.Status == HealthStatus.Healthy ? found : HealthCheckResult.Degraded();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return HealthCheckResult.Degraded();
        }
    }
}
