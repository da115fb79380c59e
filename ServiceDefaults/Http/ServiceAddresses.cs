using Microsoft.Extensions.Configuration;

namespace Pir.ServiceDefaults.Http;

/// <summary>Where the other services are: <c>services:{name}:http:{n}</c>, one entry per replica, as Aspire injects them.</summary>
public static class ServiceAddresses
{
    /// <summary>All replicas of a service; empty where it is not configured (one process hosts everything).</summary>
    public static IReadOnlyList<Uri> For(IConfiguration configuration, string service) =>
        configuration
            .GetSection($"services:{service}:http")
            .GetChildren()
            .Select(child => child.Value)
            .Where(value => !string.IsNullOrEmpty(value))
            .Select(value => new Uri(value!))
            .ToList();
}
