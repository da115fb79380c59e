using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pir.Platform.Hosting;
using Pir.Platform.Persistence;

namespace Pir.ServiceDefaults.Health;

/// <summary>
/// Ready when the data folder accepts new data. Probing the database is not enough: SQLite's log
/// has room from earlier writes, so small writes still succeed on a full disk.
/// </summary>
internal sealed class StorageHealth(IConfiguration configuration, TimeProvider clock) : IHealthCheck
{
    private readonly BoundedProbe<bool> _probe = new(clock);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var data = DataOptions.From(configuration);
        if (data.Provider != DataProvider.Sqlite)
        {
            return HealthCheckResult.Healthy();
        }

        try
        {
            await _probe.AskAsync(() =>
            {
                DataFolder.Prove(data.Directory);
                return Task.FromResult(true);
            });
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception)
        {
            var reason = StorageFailure.Explain(exception) ?? "cannot be used";
            return HealthCheckResult.Unhealthy($"The data folder {reason}.");
        }
    }
}
