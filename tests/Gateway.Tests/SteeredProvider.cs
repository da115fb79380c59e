using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Pir.Testing;

namespace Pir.Gateway.Tests;

/// <summary>
/// A provider in this process that sends whatever the test wants, even what an honest one would
/// never send.
/// </summary>
internal sealed class SteeredProvider : IAsyncDisposable
{
    public const string ClientId = "pir";
    public const string ClientSecret = "a secret both sides know, long enough for HS256";

    public static readonly RsaSecurityKey Key = new(RSA.Create(2048)) { KeyId = "k-1" };

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _tokens = new(StringComparer.Ordinal);

    private SteeredProvider(WebApplication app, string issuer) => (_app, Issuer) = (app, issuer);

    public string Issuer { get; }

    /// <summary>The gateway's settings for it.</summary>
    public static (string, string?)[] Settings(int port) =>
        [
            ("Identity:Oidc:Authority", $"http://127.0.0.1:{port}"),
            ("Identity:Oidc:ClientId", ClientId),
            ("Identity:Oidc:ClientSecret", ClientSecret),
            ("Identity:Oidc:DisplayName", "Acme ID"),
            ("Gateway:RateLimits:SignInsPerMinute", "1000"), // All tests come from one address.
        ];

    public static async Task<SteeredProvider> StartAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        var provider = new SteeredProvider(builder.Build(), $"http://127.0.0.1:{port}");
        provider.Map();
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>
    /// Signs a browser in with a token made for this sign-in; answers where it lands.
    /// </summary>
    public async Task<string> SignInAsync(Browser browser, Func<string, string> tokenForNonce) =>
        (await AnswerAsync(browser, tokenForNonce)).Headers.Location!.ToString();

    /// <summary>The same with honest claims, given as JSON.</summary>
    public Task<string> SignInAsync(Browser browser, string claims) =>
        SignInAsync(browser, nonce => Token(nonce, claims));

    /// <summary>The product's answer when the browser comes back.</summary>
    public async Task<HttpResponseMessage> AnswerAsync(
        Browser browser,
        Func<string, string> tokenForNonce
    )
    {
        using var challenge = await browser.Client.GetAsync("/sign-in/provider");
        return await ReturnAsync(browser, challenge.Headers.Location!, tokenForNonce);
    }

    /// <summary>Returns from the address to which the product has sent the browser.</summary>
    public Task<HttpResponseMessage> ReturnAsync(
        Browser browser,
        Uri asked,
        Func<string, string> tokenForNonce
    )
    {
        var query = QueryHelpers.ParseQuery(asked.Query);
        var code = Guid.CreateVersion7().ToString();
        _tokens[code] = tokenForNonce(query["nonce"].ToString());
        return browser.Client.GetAsync(
            QueryHelpers.AddQueryString(
                "/sign-in/callback",
                new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] }
            )
        );
    }

    /// <summary>An honest token with these claims.</summary>
    public string Token(string nonce, string claims)
    {
        var payload = JsonNode.Parse(claims)!.AsObject();
        var now = TimeProvider.System.GetUtcNow();
        payload.TryAdd("iss", Issuer);
        payload.TryAdd("aud", ClientId);
        payload.TryAdd("nonce", nonce);
        payload.TryAdd("iat", now.ToUnixTimeSeconds());
        payload.TryAdd("exp", now.AddMinutes(10).ToUnixTimeSeconds());
        return Signed(payload, new(Key, SecurityAlgorithms.RsaSha256));
    }

    public static string Signed(JsonObject payload, SigningCredentials credentials) =>
        new JsonWebTokenHandler().CreateToken(payload.ToJsonString(), credentials);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Map()
    {
        _app.MapGet(
            "/.well-known/openid-configuration",
            () =>
                new Dictionary<string, object>
                {
                    ["issuer"] = Issuer,
                    ["authorization_endpoint"] = Issuer + "/authorize",
                    ["token_endpoint"] = Issuer + "/token",
                    ["jwks_uri"] = Issuer + "/keys",
                }
        );
        _app.MapGet("/keys", () => Results.Text(Keys(), "application/json"));
        _app.MapPost(
                "/token",
                ([FromForm] string code) =>
                    new Dictionary<string, object>
                    {
                        ["access_token"] = "an-access-token",
                        ["token_type"] = "Bearer",
                        ["id_token"] = _tokens[code],
                    }
            )
            .DisableAntiforgery();
    }

    private static string Keys()
    {
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(
            new RsaSecurityKey(Key.Rsa.ExportParameters(includePrivateParameters: false))
            {
                KeyId = Key.KeyId,
            }
        );
        var json = new JsonObject
        {
            ["kty"] = key.Kty,
            ["kid"] = key.Kid,
            ["use"] = "sig",
            ["n"] = key.N,
            ["e"] = key.E,
        };
        return new JsonObject { ["keys"] = new JsonArray(json) }.ToJsonString();
    }
}

/// <summary>One product and one provider for all tests of a class.</summary>
public class ProviderSite : IAsyncLifetime
{
    internal GatewayDriver Gateway { get; private set; } = null!;

    internal SteeredProvider Provider { get; private set; } = null!;

    protected virtual (string, string?)[] Settings => [];

    public async ValueTask InitializeAsync()
    {
        var port = FreePort.Next();
        Provider = await SteeredProvider.StartAsync(port);
        Gateway = await GatewayDriver.StartAsync(
            Product.Sqlite,
            null,
            [.. SteeredProvider.Settings(port), .. Settings]
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
