using System.Net.Http.Json;
using System.Text.Json;
using Pir.Testing.Processes;

namespace Pir.Testing;

/// <summary>
/// A real OpenID provider, npm's <c>oidc-provider</c>, in a process of its own. It shows no forms:
/// everybody is signed in as the account that was chosen last. It requires PKCE.
/// </summary>
public sealed class OidcProvider : IAsyncDisposable
{
    public const string ClientId = "pir";
    public const string ClientSecret = "a secret only the tests know, long enough";

    private readonly ChildProcess _process;
    private readonly HttpClient _client;

    private OidcProvider(ChildProcess process, Uri address)
    {
        _process = process;
        _client = new() { BaseAddress = address };
        Address = address;
    }

    public Uri Address { get; }

    /// <param name="product">
    /// Base address of the product that people come from and return to.
    /// </param>
    /// <param name="takesPushedRequests">
    /// Whether the product may hand it the request itself (RFC 9126), so that the browser carries
    /// only a reference to it.
    /// </param>
    public static async Task<OidcProvider> StartAsync(
        int port,
        Uri product,
        bool takesPushedRequests = false
    )
    {
        var options = JsonSerializer.Serialize(
            new
            {
                port,
                clientId = ClientId,
                clientSecret = ClientSecret,
                redirectUri = new Uri(product, "/sign-in/callback").ToString(),
                afterLogout = new Uri(product, "/sign-in").ToString(),
                takesPushedRequests,
            }
        );
        var process = await NodeConsumers.StartOidcProviderAsync(options);
        var address = new Uri($"http://127.0.0.1:{port}/");
        await process.WaitForHttpAsync(new(address, ".well-known/openid-configuration"));
        return new(process, address);
    }

    /// <summary>The account to sign in from now on.</summary>
    public Task ChooseAsync(
        string subject,
        string name,
        string email,
        bool? isEmailVerified,
        params string[] groups
    ) =>
        SteerAsync(
            "account",
            new Dictionary<string, object?>
            {
                ["sub"] = subject,
                ["name"] = name,
                ["email"] = email,
                ["email_verified"] = isEmailVerified,
                ["groups"] = groups,
            }
        );

    /// <summary>From now on, its ID tokens have been expired for two hours.</summary>
    public Task GoStaleAsync() => SteerAsync("stale", new { });

    /// <summary>Signs with a new key from now on, and publishes only that.</summary>
    public Task RotateKeysAsync() => SteerAsync("rotate", new { });

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }

    private async Task SteerAsync(string verb, object body)
    {
        using var answer = await _client.PostAsJsonAsync("/test/" + verb, body);
        answer.EnsureSuccessStatusCode();
    }
}
