using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace Pir.Gateway.Tests;

/// <summary>
/// Forged, stolen and replayed ID tokens, and tokens of a provider with a slightly wrong clock.
/// </summary>
public sealed class IdTokenTests(IdTokenTests.Site site) : IClassFixture<IdTokenTests.Site>
{
    private const string Failed = "/sign-in?refused=failed";

    private static readonly RsaSecurityKey Foreign = new(RSA.Create(2048)) { KeyId = "k-1" };

    private static readonly SecurityKey Shared = new SymmetricSecurityKey(
        Encoding.UTF8.GetBytes(SteeredProvider.ClientSecret)
    );

    private static readonly Dictionary<string, Func<Claims, string>> Forged = new()
    {
        ["not signed"] = c => Unsigned(c.Honest()),
        ["signed by another key of the same name"] = c => c.SignedBy(Foreign, "RS256"),
        ["signed with the secret both know"] = c => c.SignedBy(Shared, "HS256"),
        ["of another issuer"] = c => c.With("iss", "https://evil.example"),
        ["for another client"] = c => c.With("aud", "other"),
        ["for another client as well"] = c => c.With("aud", new JsonArray("pir", "other")),
        ["given to another client"] = c =>
            c.With("aud", new JsonArray("pir", "other"), ("azp", "other")),
        ["of another sign-in"] = c => c.With("nonce", "another"),
        ["of no sign-in"] = c => c.With("nonce", null),
        ["about nobody"] = c => c.With("sub", null),
        ["about somebody with an endless name"] = c => c.With("sub", new string('x', 300)),
        ["no token at all"] = _ => "abc",
        ["without an end"] = c => c.With("exp", null),
        ["over for longer than clocks differ"] = c => c.At("exp", -90),
        ["issued later than clocks differ"] = c => c.At("iat", 150),
        ["not valid before clocks agree"] = c => c.At("nbf", 150),
        ["issued and valid later than clocks differ"] = c => c.At("iat", 90, ("nbf", 90)),
    };

    private static readonly Dictionary<string, Func<Claims, string>> Honest = new()
    {
        ["as it should be"] = c => c.Honest(),
        ["for us among others"] = c => c.With("aud", new JsonArray("pir", "other"), ("azp", "pir")),
        ["issued 4 seconds ahead"] = c => c.At("iat", 4),
        ["issued and valid 50 seconds ahead"] = c => c.At("iat", 50, ("nbf", 50)),
        ["over for 45 seconds"] = c => c.At("exp", -45),
    };

    public static TheoryData<string> ForgedNames => [.. Forged.Keys];

    public static TheoryData<string> HonestNames => [.. Honest.Keys];

    [Theory]
    [MemberData(nameof(ForgedNames))]
    public async Task A_forged_token_is_refused(string what)
    {
        using var browser = site.Gateway.Browser();

        var landed = await site.Provider.SignInAsync(
            browser,
            nonce => Forged[what](new(site.Provider, nonce))
        );

        landed.ShouldBe(Failed, what);
        (await browser.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [MemberData(nameof(HonestNames))]
    public async Task An_honest_token_is_taken(string what)
    {
        using var browser = site.Gateway.Browser();

        var landed = await site.Provider.SignInAsync(
            browser,
            nonce => Honest[what](new(site.Provider, nonce))
        );

        landed.ShouldBe("/", what);
        (await browser.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>The same claims under <c>alg: none</c>.</summary>
    private static string Unsigned(string token)
    {
        var header = Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""");
        return $"{header}.{token.Split('.')[1]}.";
    }

    public sealed class Site : ProviderSite
    {
        protected override (string, string?)[] Settings =>
            [("Identity:Oidc:DefaultRole", "Viewer")];
    }

    /// <summary>A token for one sign-in, changed here and there.</summary>
    private sealed class Claims(SteeredProvider provider, string nonce)
    {
        public string Honest() => With("sub", "r-1");

        public string With(string name, JsonNode? value, params (string, JsonNode?)[] more) =>
            Sign(Payload((name, value), more), new(SteeredProvider.Key, "RS256"));

        /// <summary>Times in seconds from now.</summary>
        public string At(string name, int seconds, params (string Name, int Seconds)[] more) =>
            With(name, From(seconds), [.. more.Select(m => (m.Name, (JsonNode?)From(m.Seconds)))]);

        public string SignedBy(SecurityKey key, string algorithm) =>
            Sign(Payload(("sub", "r-1"), []), new(key, algorithm));

        private static long From(int seconds) =>
            TimeProvider.System.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds();

        private static string Sign(JsonObject payload, SigningCredentials by) =>
            SteeredProvider.Signed(payload, by);

        private JsonObject Payload((string, JsonNode?) first, (string, JsonNode?)[] more)
        {
            var payload = new JsonObject
            {
                ["iss"] = provider.Issuer,
                ["aud"] = SteeredProvider.ClientId,
                ["sub"] = "r-1",
                ["email"] = "riley@example.com",
                ["email_verified"] = true,
                ["nonce"] = nonce,
                ["iat"] = From(0),
                ["exp"] = From(600),
            };
            foreach (var (name, value) in more.Prepend(first))
            {
                payload.Remove(name);
                if (value is not null)
                {
                    payload[name] = value;
                }
            }

            return payload;
        }
    }
}
