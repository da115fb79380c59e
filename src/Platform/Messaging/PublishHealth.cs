using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pir.Platform.Hosting;

namespace Pir.Platform.Messaging;

/// <summary>
/// Checks that the broker accepts messages. An open connection does not prove that: a frozen broker
/// keeps its connections, and a broker without memory or disk blocks its publishers. Degraded, not
/// unhealthy, because the outbox keeps what cannot be published yet.
/// </summary>
internal sealed class PublishHealth(IBusControl bus, TimeProvider clock) : IHealthCheck
{
    /// <summary>
    /// A separate exchange without a queue. Its messages are confirmed like any other but stored
    /// nowhere.
    /// </summary>
    public const string Exchange = "pir.health";

    // Degraded leaves the service in use, so even a briefly slow broker can be reported at once.
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

/// <summary>The probe message. It has no content.</summary>
public sealed record HealthProbe;
