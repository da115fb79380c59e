using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Pir.EndToEnd.Tests.Installations;

/// <summary>
/// The product, installed and running in one of its shapes, as seen from outside.
/// </summary>
public abstract class Installation : IAsyncDisposable
{
    /// <summary>Administrator's token from the configuration, as for automation.</summary>
    public string Token { get; } =
        "test-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(24));

    /// <summary>Address of the gateway (or of the only process).</summary>
    public abstract Uri Address { get; }

    /// <summary>A caller with the administrator's token.</summary>
    public HttpClient Client()
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return client;
    }

    /// <summary>Kills a service as <c>kill -9</c> does. Returns once it is serving again.</summary>
    public abstract Task KillAndRecoverAsync(string service);

    /// <summary>Waits until everything is serving.</summary>
    public abstract Task WaitUntilReadyAsync(TimeSpan? deadline = null);

    /// <summary>Its output, for failing tests.</summary>
    public abstract string Output { get; }

    public abstract ValueTask DisposeAsync();

    /// <summary>Settings for every shape of the test installation.</summary>
    protected Dictionary<string, string?> CommonSettings() =>
        new(StringComparer.Ordinal)
        {
            ["Identity__BootstrapToken"] = Token,
            ["Notification__AllowPrivateTargets"] = "true",
            // The tests are one very busy caller.
            ["Gateway__RateLimits__PerSecond"] = "100000",
            ["Gateway__RateLimits__Burst"] = "100000",
            ["Gateway__RateLimits__WebhooksPerSecond"] = "100000",
            ["Gateway__RateLimits__WebhookBurst"] = "100000",
            ["DOTNET_gcServer"] = "0",
        };

    /// <summary>
    /// Environment that makes processes kill themselves at the given pass, once at each of these
    /// seams.
    /// </summary>
    /// <param name="folder">Where each crash leaves its mark.</param>
    public static IReadOnlyDictionary<string, string?> CrashAt(
        string folder,
        params IEnumerable<(string Service, string Seam, int Pass)> seams
    ) =>
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PIR_CRASH_AT"] = string.Join(
                ';',
                seams.Select(s =>
                    $"{s.Service}/{s.Seam}:{s.Pass}:{Path.Combine(folder, $"{s.Service}-{s.Seam}")}"
                )
            ),
        };
}
