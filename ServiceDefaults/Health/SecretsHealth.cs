using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pir.Platform.Hosting;
using Pir.ServiceDefaults.Auth;

namespace Pir.ServiceDefaults.Health;

/// <summary>
/// Checks whether the key ring decrypts the stored secrets. With another key ring, the process runs
/// but cannot sign what it sends. The state is then degraded, and the log says once what to
/// restore. Checked at start-up, so that the log says so before the first secret is needed.
/// </summary>
internal sealed partial class SecretsHealth(
    IEnumerable<ISealedSecrets> secrets,
    KeyRingPlace place,
    TimeProvider clock,
    ILogger<SecretsHealth> logger
) : BackgroundService, IHealthCheck
{
    private readonly BoundedProbe<string?> _probe = new(clock);
    private int _isTold;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            return await _probe.AskAsync(FindAsync) is { } lost
                ? HealthCheckResult.Degraded(Sentence(lost))
                : HealthCheckResult.Healthy();
        }
        catch (Exception)
        {
            return HealthCheckResult.Degraded(
                "The stored secrets could not be checked because the database is not responding."
            );
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        CheckHealthAsync(new HealthCheckContext(), stoppingToken);

    private async Task<string?> FindAsync()
    {
        var lost = new List<string>();
        foreach (var kept in secrets)
        {
            if (await kept.DescribeLostAsync(CancellationToken.None) is { } some)
            {
                lost.Add(some);
            }
        }

        if (lost.Count == 0)
        {
            return null;
        }

        var all = string.Join(" and ", lost);
        if (Interlocked.Exchange(ref _isTold, 1) == 0)
        {
            Log.SecretsLost(logger, Sentence(all), place.Words);
        }

        return all;
    }

    private static string Sentence(string lost) =>
        $"The key ring cannot decrypt {lost}. They were encrypted with another key ring.";

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "{Lost} Restore {Place} from a backup and restart, or create new ones on the pages "
                + "of the sources and subscriptions."
        )]
        public static partial void SecretsLost(ILogger logger, string lost, string place);
    }
}
