using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pir.Platform.Hosting;

namespace Pir.Platform.Messaging;

/// <summary>
/// Proves that the broker takes messages, which an open connection does not: a frozen broker keeps
/// its connections, and one without memory or disk blocks its publishers. Degraded, not unhealthy:
/// the outbox keeps what cannot be published yet.
/// </summary>
internal sealed class PublishHealth(IBusControl bus, TimeProvider clock) : IHealthCheck
{
    /// <summary>
    /// An exchange of its own without a queue: confirmed like any other, and stored nowhere.
    /// </summary>
    public const string Exchange = "pir.health";

    // Degraded leaves the service in use: a broker that is slow for a moment may be told at once.
    private readonly BoundedProbe<bool> _probe = new(clock, BoundedProbe.Patience);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        if (bus.CheckHealth().Status != BusHealthStatus.Healthy)
        {
            return HealthCheckResult.Degraded(
                "The broker is not connected. Events wait in the outbox."
            );
        }

        try
        {
            await _probe.AskAsync(async () =>
            {
                await bus.Publish(new HealthProbe(), CancellationToken.None);
                return true;
            });
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Degraded(
                exception is TimeoutException
                    ? "The broker does not confirm messages. Events wait in the outbox."
                    : "The broker refuses messages. Events wait in the outbox."
            );
        }
    }
}

/// <summary>The message that proves it. It says nothing.</summary>
public sealed record HealthProbe;
