using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.ServiceDiscovery;

namespace Pir.Gateway.Edge;

/// <summary>
/// What the services behind the gateway say of themselves, so that the one address people know tells
/// of all. Degraded at most: with a service away, the gateway still serves what the others have.
/// </summary>
internal sealed class ServicesHealth(IHttpClientFactory clients, ServiceEndpointResolver resolver)
    : IHealthCheck
{
    public const string Client = "health";

    /// <summary>More than a service needs to find out about itself.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var causes = await Task.WhenAll(
            ServiceClients.Services.Select(service => AskAllAsync(service, cancellationToken))
        );
        var told = causes.SelectMany(c => c).Distinct(StringComparer.Ordinal).ToList();
        return told.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(string.Join(' ', told));
    }

    /// <summary>What is wrong with the replicas of a service.</summary>
    private async Task<IEnumerable<string>> AskAllAsync(string service, CancellationToken token)
    {
        var found = await resolver.GetEndpointsAsync($"http://{service}", token);
        // The configured address is what the end point is written as.
        var addresses = found.Endpoints.Select(e => new Uri(e.EndPoint.ToString()!));
        var causes = await Task.WhenAll(addresses.Select(a => AskAsync(service, a, token)));
        return causes.OfType<string>();
    }

    /// <summary>What is wrong there, or null.</summary>
    private async Task<string?> AskAsync(string service, Uri address, CancellationToken token)
    {
        try
        {
            using var client = clients.CreateClient(Client);
            using var answer = await client.GetAsync(new Uri(address, "/health"), token);
            var health = await answer.Content.ReadFromJsonAsync<Told>(token);
            return health is null or { Status: "Healthy" }
                ? null
                : $"{service}: {string.Join(' ', health.Causes.Values)}";
        }
        catch (Exception exception)
            when (exception is HttpRequestException or JsonException or OperationCanceledException)
        {
            return $"{service}: does not answer.";
        }
    }

    private sealed record Told(string Status, Dictionary<string, string> Causes);
}
