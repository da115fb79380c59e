using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Pir.Gateway.Tests;

/// <summary>One product, already set up, for many tests that change nothing.</summary>
public sealed class Door : IAsyncLifetime
{
    internal GatewayDriver Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Gateway = await GatewayDriver.StartAsync(
            Product.Sqlite,
            null,
            ("Gateway:RateLimits:SignInsPerMinute", "1000")
        );
        await Gateway.SetUpAsync();
    }

    public async ValueTask DisposeAsync() => await Gateway.DisposeAsync();
}

/// <summary>Responses without side effects.</summary>
public sealed class DoorTests(Door door) : IClassFixture<Door>
{
    [Theory]
    [InlineData("""{"scopes":["incidents:read"]}""", "name")]
    [InlineData("""{"name":"x"}""", "scopes")]
    [InlineData("""{"name":"x","scopes":[]}""", "scopes")]
    [InlineData("""{"name":"x","scopes":["incidents:erase"]}""", "scopes")]
    [InlineData("""{"name":"x","scopes":["incidents:read"],"role":"viewer"}""", "scopes")]
    [InlineData("""{"name":"x","role":"king"}""", "role")]
    [InlineData("""{"name":"x","role":"viewer","expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"name":"x","role":"viewer","kind":"personal"}""", "kind")]
    public async Task A_request_that_makes_no_sense_is_refused_by_field(string body, string field)
    {
        using var admin = door.Gateway.Script();

        var answer = await admin.PostAsync(
            "/api/tokens",
            new StringContent(body, Encoding.UTF8, "application/json")
        );

        (await answer.ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("validation");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("errors").EnumerateObject().Single().Name.ShouldBe(field);
    }

    [Theory]
    [InlineData("pir_")]
    [InlineData("pir_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("bootstrap-token-of-the-test")]
    [InlineData("bootstrap-token-of-the-tests2")]
    [InlineData("anything else")]
    public async Task An_unknown_token_opens_nothing(string token)
    {
        using var script = door.Gateway.Script(token);

        var answer = await script.GetAsync("/api/incidents");

        (await answer.ProblemAsync(HttpStatusCode.Unauthorized)).ShouldBe("unauthenticated");
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/api/incidents")]
    [InlineData("/nothing-here")]
    [InlineData("/alive")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        using var stranger = door.Gateway.Stranger();

        var answer = await stranger.GetAsync(path);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        answer.Headers.GetValues("X-Frame-Options").Single().ShouldBe("DENY");
        answer.Headers.GetValues("Referrer-Policy").Single().ShouldBe("same-origin");
        answer.Headers.Contains("Permissions-Policy").ShouldBeTrue();
        answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/%09/evil.example/", "/%09/evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_sent_elsewhere_after_signing_in(
        string returnUrl,
        string expected = "/"
    )
    {
        using var browser = door.Gateway.Browser();

        var answer = await browser.SignInAsync(
            "ada@example.com",
            GatewayDriver.Password,
            returnUrl
        );

        answer.Headers.Location!.ToString().ShouldBe(expected);
    }
}
