using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Pir.Testing;

namespace Pir.Gateway.Tests;

/// <summary>Staying signed in, a forgotten password, and what passkeys refuse.</summary>
public sealed class WaysToSignInTests
{
    private const string Riley = "riley@example.com";

    [Fact]
    public async Task A_browser_stays_signed_in_for_thirty_days_where_its_owner_wishes_so()
    {
        await using var gateway = await GatewayDriver.StartAsync(Product.Sqlite, NewClock());
        (await gateway.SetUpAsync()).Dispose();
        using var browser = gateway.Browser();

        using var answer = await browser.SubmitAsync(
            "/sign-in",
            "/sign-in",
            ("email", "ada@example.com"),
            ("password", GatewayDriver.Password),
            ("keep", "yes")
        );

        var cookie = answer
            .Headers.GetValues("Set-Cookie")
            .Single(c => c.StartsWith("pir=", StringComparison.Ordinal));
        cookie.ShouldContain("expires=");
        using var kept = gateway.Stranger();
        kept.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        gateway.Advance(TimeSpan.FromDays(20));
        var sessions = await kept.GetFromJsonAsync<JsonElement>("/api/me/sessions");
        sessions
            .GetProperty("items")
            .EnumerateArray()
            .Count(s =>
                s.TryGetProperty("keptUntil", out var until) && until.GetString() is not null
            )
            .ShouldBe(1);
        gateway.Advance(TimeSpan.FromDays(11));
        (await kept.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_kept_session_can_be_ended_from_elsewhere()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var here = await gateway.SetUpAsync();
        using var phone = gateway.Browser();
        await phone.SubmitAsync(
            "/sign-in",
            "/sign-in",
            ("email", "ada@example.com"),
            ("password", GatewayDriver.Password),
            ("keep", "yes")
        );
        (await phone.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await here.CallAsync(HttpMethod.Delete, "/api/me/sessions?others=true", null);

        (await phone.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_by_an_administrators_link_once()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        var (old, id) = await gateway.JoinAsync("responder");
        using var browser = gateway.Browser();
        (await browser.Client.GetStringAsync("/sign-in")).ShouldContain("Ask an administrator");
        var link = await LinkAsync(admin, id);
        link.ShouldStartWith("/new-password?token=");
        (await old.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

        const string fresh = "nine pelicans near the lock";
        using var set = await browser.SubmitAsync(link, "/new-password", ("password", fresh));

        set.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await old.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var again = gateway.Browser();
        (await again.Client.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await again.SignInAsync(Riley, GatewayDriver.Password)).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await again.SignInAsync(Riley, fresh)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var audit = await admin.GetStringAsync("/api/audit");
        audit.ShouldContain("\"password-reset-link\"");
        audit.ShouldContain("\"password-reset\"");
    }

    [Fact]
    public async Task A_sign_in_with_the_old_password_does_not_outlive_the_reset_that_overtakes_it()
    {
        // Only where two connections can write at once is there something to overtake.
        var pause = new Pause();
        await using var gateway = await GatewayDriver.StartAsync(pause);
        using var admin = gateway.Script();
        var (_, id) = await gateway.JoinAsync("responder");
        var link = await LinkAsync(admin, id);
        using var thief = gateway.Browser();
        pause.BeforeAdding("Sessions");
        var entering = thief.SignInAsync(Riley, GatewayDriver.Password);
        await pause.Reached;

        using var owner = gateway.Browser();
        await owner.SubmitAsync(link, "/new-password", ("password", "nine pelicans on the lock"));
        pause.Release();

        (await entering).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await thief.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await owner.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_sign_in_beside_a_change_of_the_account_that_is_none_of_its_business_succeeds()
    {
        var pause = new Pause();
        await using var gateway = await GatewayDriver.StartAsync(pause);
        using var admin = gateway.Script();
        var (_, id) = await gateway.JoinAsync("responder");
        using var browser = gateway.Browser();
        pause.BeforeAdding("Sessions");
        var entering = browser.SignInAsync(Riley, GatewayDriver.Password);
        await pause.Reached;

        await admin.SendJsonAsync(HttpMethod.Patch, "/api/users/" + id, new { role = "viewer" });
        pause.Release();

        (await entering).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var me = await browser.Client.GetFromJsonAsync<JsonElement>("/api/me");
        me.GetProperty("role").GetString().ShouldBe("viewer");
    }

    [Fact]
    public async Task A_link_for_a_new_password_is_good_for_a_day_and_is_no_invitation()
    {
        await using var gateway = await GatewayDriver.StartAsync(Product.Sqlite, NewClock());
        using var admin = gateway.Script();
        var (_, id) = await gateway.JoinAsync("responder");
        var link = await LinkAsync(admin, id);
        using var browser = gateway.Browser();
        var asInvitation = link.Replace("/new-password", "/invitation", StringComparison.Ordinal);
        (await browser.Client.GetAsync(asInvitation)).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );
        gateway.Advance(TimeSpan.FromHours(23));
        (await browser.Client.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.OK);

        gateway.Advance(TimeSpan.FromHours(2));

        (await browser.Client.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"AAAA","rawId":"AAAA","type":"public-key","response":null}""")]
    [InlineData(
        """{"id":"AAAA","rawId":"AAAA","type":"public-key","response":"""
            + """{"clientDataJSON":"e30","attestationObject":"oA","authenticatorData":"AA","signature":"AA"}}"""
    )]
    [InlineData(
        """{"id":"AAAA","rawId":"AAAA","type":"public-key","response":"""
            + """{"clientDataJSON":"eyJjaGFsbGVuZ2UiOiJBQUFBIn0","attestationObject":"oA","authenticatorData":"AA","signature":"AA"}}"""
    )]
    public async Task What_is_no_passkey_is_refused(string credential)
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var ada = await gateway.SetUpAsync();
        using var stranger = gateway.Browser();

        var added = await ada.CallAsync(
            HttpMethod.Post,
            "/api/me/passkeys",
            new { name = "Phone", credential }
        );
        var signedIn = await stranger.SubmitAsync(
            "/sign-in",
            "/sign-in/passkey",
            ("credential", credential)
        );

        (await added.ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("validation");
        (await signedIn.HtmlAsync(HttpStatusCode.Unauthorized)).ShouldContain(
            "This passkey is unknown"
        );
    }

    [Fact]
    public async Task A_token_does_not_reach_its_owners_passkeys()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var script = gateway.Script();

        (await script.GetAsync("/api/me/passkeys")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await script.PostAsync("/api/me/passkeys/options", null)).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
    }

    private static FakeTimeProvider NewClock() => new(TimeProvider.System.GetUtcNow());

    private static async Task<string> LinkAsync(HttpClient admin, Guid id)
    {
        var made = await (await admin.PostAsync($"/api/users/{id}/invite", null)).JsonAsync();
        return new Uri(made.GetProperty("invitationUrl").GetString()!).PathAndQuery;
    }
}
