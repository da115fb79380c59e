using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.ServiceDiscovery;
using Pir.Platform.Hosting;

namespace Pir.Gateway.Edge;

/// <summary>
/// The health of the services behind the gateway, so that one address shows the health of all. At
/// most degraded: without one service, the gateway still serves the others.
/// </summary>
internal sealed class ServicesHealth(
    IHttpClientFactory clients,
    ServiceEndpointResolver resolver,
    IConfiguration configuration,
    TimeProvider clock
) : IHealthCheck
{
    public const string Client = "health";

    /// <summary>Longer than a service's own checks take.</summary>
    public static readonly TimeSpan TimeOut = BoundedProbe.Limit + BoundedProbe.Patience;

    private readonly ConcurrentDictionary<Uri, BoundedProbe<string?>> _probes = new();

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        // A name without an address is not a configured service.
        var apart = ServiceClients.Services.Where(s => ServiceClients.IsApart(configuration, s));
        var causes = await Task.WhenAll(apart.Select(s => AskAllAsync(s, cancellationToken)));
        var told = causes.SelectMany(c => c).Distinct(StringComparer.Ordinal).ToList();
        return told.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(string.Join(' ', told));
    }

    /// <summary>What is wrong with the replicas of a service.</summary>
    private async Task<IEnumerable<string>> AskAllAsync(string service, CancellationToken token)
    {
        var found = await resolver.GetEndpointsAsync($"http://{service}", token);
        // The end point's text is the configured address.
        var addresses = found.Endpoints.Select(e => new Uri(e.EndPoint.ToString()!));
        var causes = await Task.WhenAll(addresses.Select(AskAsync));
        return causes.OfType<string>().Select(cause => $"{service}: {cause}");
    }

    /// <summary>Describes the problem, or null.</summary>
    private async Task<string?> AskAsync(Uri address)
    {
        try
        {
            return await _probes
                .GetOrAdd(address, _ => new(clock))
                .AskAsync(() => FetchAsync(address));
        }
        catch (Exception exception)
            when (exception
                    is HttpRequestException
                        or JsonException
                        or OperationCanceledException
                        or TimeoutException
            )
        {
            return "is not responding.";
        }
    }

    private async Task<string?> FetchAsync(Uri address)
    {
        using var client = clients.CreateClient(Client);
        using var answer = await client.GetAsync(new Uri(address, "/health"));
        var health = await answer.Content.ReadFromJsonAsync<Told>();
        return health is null or { Status: "Healthy" }
            ? null
            : string.Join(' ', health.Causes.Values);
    }

    private sealed record Told(string Status, Dictionary<string, string> Causes);
}
