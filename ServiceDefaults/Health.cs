using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pir.Contracts.Events;
using Pir.Platform.Persistence;

namespace Pir.ServiceDefaults;

/// <summary>Ready when each database answers; degraded, still ready, while something is parked and waits for an operator.</summary>
internal sealed class DatabasesHealth(IEnumerable<PirDatabase> databases, IServiceProvider provider)
    : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var parked = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var database in databases)
        {
            try
            {
                await using var scope = provider.CreateAsyncScope();
                await using var db = database.Create(scope.ServiceProvider);
                var events = await db.Parked.CountAsync(cancellationToken);
                var messages = await db.Outbox.CountAsync(
                    m => m.ParkedAt != null,
                    cancellationToken
                );
                if (events + messages > 0)
                {
                    parked[database.Name] = events + messages;
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                return HealthCheckResult.Unhealthy(
                    $"The {database.Name} database does not answer."
                );
            }
        }

        return parked.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("Something is parked: see /api/operations.", data: parked);
    }
}

/// <summary>Health as JSON: names and states, nothing of the inside.</summary>
internal static class HealthAnswer
{
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        var answer = new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(e => e.Key, e => e.Value.Status.ToString()),
        };
        return JsonSerializer.SerializeAsync(
            context.Response.Body,
            answer,
            EventJson.Options,
            context.RequestAborted
        );
    }
}
