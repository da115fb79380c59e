using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pir.Testing;

namespace Pir.Gateway.Tests;

/// <summary>Single sign-on against npm's oidc-provider in a process of its own.</summary>
public sealed partial class SingleSignOnTests
{
    private const string Mail = "riley@example.com";

    [Fact]
    public async Task Somebody_new_signs_in_and_has_the_role_and_teams_of_their_groups()
    {
        await using var site = await Site.StartAsync();
        await site.Provider.ChooseAsync("r-1", "Riley Responder", Mail, true, "oncall", "pay");
        using var riley = site.Gateway.Browser();
        (await riley.Client.GetStringAsync("/sign-in")).ShouldContain("Sign in with Acme ID");

        var landed = await SignInAsync(riley, "/incidents?status=all");

        landed.ShouldBe("/incidents?status=all");
        var me = await MeAsync(riley);
        me.GetProperty("name").GetString().ShouldBe("Riley Responder");
        me.GetProperty("role").GetString().ShouldBe("facilitator");
        me.GetProperty("signsInWith").GetString().ShouldBe("single-sign-on");
        Texts(me, "teams").ShouldBe(["Payments"]);
        var sessions = await riley.Client.GetFromJsonAsync<JsonElement>("/api/me/sessions");
        sessions
            .GetProperty("items")[0]
            .GetProperty("signedInWith")
            .GetString()
            .ShouldBe("Acme ID");
    }

    [Fact]
    public async Task Each_sign_in_brings_role_and_teams_up_to_date_and_leaves_what_was_given_here()
    {
        await using var site = await Site.StartAsync();
        using var admin = site.Gateway.Script();
        await site.Provider.ChooseAsync("r-1", "Riley", Mail, true, "oncall", "pay");
        using var riley = site.Gateway.Browser();
        await SignInAsync(riley);
        var id = (await MeAsync(riley)).GetProperty("id").GetString();
        var team = await (
            await admin.PostAsJsonAsync("/api/teams", new { name = "Choir" })
        ).JsonAsync(HttpStatusCode.Created);
        await admin.PutAsync($"/api/teams/{team.GetProperty("id").GetGuid()}/members/{id}", null);

        await site.Provider.ChooseAsync("r-1", "Riley", "new@example.com", true, "oncall");
        using var again = site.Gateway.Browser();
        await SignInAsync(again);

        var me = await MeAsync(again);
        me.GetProperty("id").GetString().ShouldBe(id); // Issuer and subject, not the address.
        me.GetProperty("role").GetString().ShouldBe("responder");
        Texts(me, "teams").ShouldBe(["Choir"]);
        // The session begun before has no more rights than the new one.
        (await MeAsync(riley))
            .GetProperty("role")
            .GetString()
            .ShouldBe("responder");
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "not-verified")]
    [InlineData(null, "not-verified")]
    public async Task A_local_account_is_taken_over_by_a_verified_address_only(
        bool? isVerified,
        string? refusal
    )
    {
        await using var site = await Site.StartAsync();
        var (local, id) = await site.Gateway.JoinAsync("responder", Mail);
        await site.Provider.ChooseAsync("r-1", "Riley", Mail, isVerified, "oncall");
        using var riley = site.Gateway.Browser();

        var landed = await SignInAsync(riley);

        if (refusal is null)
        {
            (await MeAsync(riley)).GetProperty("id").GetGuid().ShouldBe(id);
            (await local.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        else
        {
            landed.ShouldBe("/sign-in?refused=" + refusal);
            (await riley.Client.GetAsync("/api/me")).StatusCode.ShouldBe(
                HttpStatusCode.Unauthorized
            );
        }
    }

    [Fact]
    public async Task Unknown_groups_are_refused_and_leave_no_account()
    {
        await using var site = await Site.StartAsync();
        using var admin = site.Gateway.Script();
        await site.Provider.ChooseAsync("x-1", "Mallory", "mallory@example.com", true, "guests");
        using var mallory = site.Gateway.Browser();

        (await SignInAsync(mallory)).ShouldBe("/sign-in?refused=not-allowed");

        (await mallory.Client.GetStringAsync("/sign-in?refused=not-allowed")).ShouldContain(
            "None of your groups"
        );
        (await mallory.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await admin.GetStringAsync("/api/users")).ShouldNotContain("mallory");
        (await admin.GetStringAsync("/api/audit")).ShouldContain("single sign-on: not-allowed");
    }

    [Fact]
    public async Task Who_leaves_the_known_groups_is_refused_at_the_next_sign_in()
    {
        await using var site = await Site.StartAsync();
        await site.Provider.ChooseAsync("r-1", "Riley", Mail, true, "oncall");
        using var riley = site.Gateway.Browser();
        await SignInAsync(riley);

        await site.Provider.ChooseAsync("r-1", "Riley", Mail, true);
        using var again = site.Gateway.Browser();

        (await SignInAsync(again)).ShouldBe("/sign-in?refused=not-allowed");
        // Nor do they stay in where they are.
        (await riley.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_address_given_to_somebody_else_does_not_open_the_account_of_who_had_it()
    {
        await using var site = await Site.StartAsync();
        await site.Provider.ChooseAsync("r-1", "Riley", Mail, true, "oncall");
        using var riley = site.Gateway.Browser();
        await SignInAsync(riley);

        await site.Provider.ChooseAsync("r-2", "Rowan", Mail, true, "oncall");
        using var rowan = site.Gateway.Browser();

        (await SignInAsync(rowan)).ShouldBe("/sign-in?refused=other-identity");
        (await rowan.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await rowan.Client.GetStringAsync("/sign-in?refused=other-identity")).ShouldContain(
            "another person at the provider"
        );
    }

    [Fact]
    public async Task Who_says_no_at_the_provider_is_back_at_the_door_and_told_why()
    {
        await using var site = await Site.StartAsync();
        using var riley = site.Gateway.Browser();
        using var challenge = await riley.Client.GetAsync("/sign-in/provider");
        var state = State().Match(challenge.Headers.Location!.Query).Groups["v"].Value;

        using var answer = await riley.Client.GetAsync(
            $"/sign-in/callback?error=access_denied&state={state}"
        );

        answer.Headers.Location!.ToString().ShouldBe("/sign-in?refused=declined");
        (await riley.Client.GetStringAsync("/sign-in?refused=declined")).ShouldContain(
            "The sign-in at the provider was cancelled"
        );
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_leads_back_to_the_door()
    {
        await using var gateway = await GatewayDriver.StartAsync(
            Product.Sqlite,
            null,
            ("Identity:Oidc:Authority", $"http://127.0.0.1:{FreePort.Next()}"),
            ("Identity:Oidc:ClientId", OidcProvider.ClientId),
            ("Identity:Oidc:ClientSecret", OidcProvider.ClientSecret)
        );
        using var riley = gateway.Browser();

        using var answer = await riley.Client.GetAsync("/sign-in/provider");

        answer.Headers.Location!.ToString().ShouldBe("/sign-in?refused=unreachable");
        (await riley.Client.GetStringAsync("/sign-in?refused=unreachable")).ShouldContain(
            "cannot be reached right now"
        );
    }

    [Fact]
    public async Task An_answer_is_taken_once()
    {
        await using var site = await Site.StartAsync();
        await site.Provider.ChooseAsync("r-1", "Riley", Mail, true, "oncall");
        using var riley = site.Gateway.Browser();
        var callback = await FollowAsync(riley, "/sign-in/provider", stopAtCallback: true);

        using var first = await riley.Client.GetAsync(callback);
        using var second = await riley.Client.GetAsync(callback);

        first.Headers.Location!.ToString().ShouldBe("/");
        second.Headers.Location!.ToString().ShouldBe("/sign-in?refused=failed");
    }

    [Fact]
    public async Task The_cookies_that_bind_a_sign_in_to_its_browser_are_guarded()
    {
        await using var site = await Site.StartAsync();
        using var stranger = new HttpClient(
            new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }
        );

        using var challenge = await stranger.GetAsync(
            new Uri(site.Gateway.Address, "/sign-in/provider")
        );

        var cookies = challenge.Headers.GetValues("Set-Cookie").ToList();
        cookies.Count.ShouldBe(2);
        cookies.ShouldContain(c => c.StartsWith("pir-sso.", StringComparison.Ordinal));
        cookies.ShouldContain(c => c.StartsWith("pir-nonce.", StringComparison.Ordinal));
        cookies.ShouldAllBe(c => c.Contains("httponly"));
        cookies.ShouldAllBe(c => c.Contains("samesite=lax"));
        cookies.ShouldAllBe(c => c.Contains("path=/sign-in;"));
        var asked = challenge.Headers.Location!.Query;
        asked.ShouldContain("code_challenge_method=S256");
        asked.ShouldContain("nonce=");
        asked.ShouldContain("response_type=code");
    }

    [Fact]
    public async Task A_default_role_lets_everybody_in()
    {
        await using var site = await Site.StartAsync(("Identity:Oidc:DefaultRole", "Viewer"));
        await site.Provider.ChooseAsync("g-1", "Gus", "gus@example.com", true, "guests");
        using var gus = site.Gateway.Browser();

        await SignInAsync(gus);

        (await MeAsync(gus)).GetProperty("role").GetString().ShouldBe("viewer");
    }

    [Fact]
    public async Task A_closed_account_stays_closed()
    {
        await using var site = await Site.StartAsync();
        using var admin = site.Gateway.Script();
        await site.Provider.ChooseAsync("r-1", "Riley", Mail, true, "oncall");
        using var riley = site.Gateway.Browser();
        await SignInAsync(riley);
        var id = (await MeAsync(riley)).GetProperty("id").GetString();
        await admin.SendJsonAsync(HttpMethod.Patch, "/api/users/" + id, new { isDisabled = true });

        using var again = site.Gateway.Browser();

        (await SignInAsync(again)).ShouldBe("/sign-in?refused=closed");
    }

    [Fact]
    public async Task A_token_for_another_sign_in_is_refused()
    {
        await using var site = await Site.StartAsync();
        await site.Provider.ChooseAsync("r-1", "Riley", Mail, true, "oncall");
        using var riley = site.Gateway.Browser();

        var landed = await SignInAsync(riley, change: url => Nonce().Replace(url, "nonce=another"));

        landed.ShouldBe("/sign-in?refused=failed");
        (await riley.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var admin = site.Gateway.Script();
        (await admin.GetStringAsync("/api/audit")).ShouldContain("nonce");
    }

    [Fact]
    public async Task An_answer_nobody_asked_for_is_refused()
    {
        await using var site = await Site.StartAsync();
        await site.Provider.ChooseAsync("r-1", "Riley", Mail, true, "oncall");
        using var attacker = site.Gateway.Browser();
        using var victim = site.Gateway.Browser();

        // The attacker stops short of the last step and has the victim's browser take it.
        var callback = await FollowAsync(attacker, "/sign-in/provider", stopAtCallback: true);
        var answer = await victim.Client.GetAsync(callback);

        answer.Headers.Location!.ToString().ShouldBe("/sign-in?refused=failed");
        (await victim.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Strangers_who_make_up_answers_leave_no_lines_and_are_slowed_down()
    {
        await using var gateway = await GatewayDriver.StartAsync(
            settings:
            [
                .. SteeredProvider.Settings(FreePort.Next()),
                ("Gateway:RateLimits:SignInsPerMinute", "3"),
            ]
        );
        using var stranger = gateway.Browser();
        using var admin = gateway.Script();

        foreach (var query in (string[])["", "?code=c&state=made-up", "?id_token=x"])
        {
            using var answer = await stranger.Client.GetAsync("/sign-in/callback" + query);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        using var more = await stranger.Client.GetAsync("/sign-in/callback?code=c");
        more.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await admin.GetStringAsync("/api/audit")).ShouldNotContain("single sign-on");
    }

    [Fact]
    public async Task An_expired_token_is_refused()
    {
        await using var site = await Site.StartAsync();
        await site.Provider.ChooseAsync("r-1", "Riley", Mail, true, "oncall");
        await site.Provider.GoStaleAsync();
        using var riley = site.Gateway.Browser();

        (await SignInAsync(riley)).ShouldBe("/sign-in?refused=failed");

        using var admin = site.Gateway.Script();
        (await admin.GetStringAsync("/api/audit")).ShouldContain("IDX10223"); // Lifetime.
    }

    [Fact]
    public async Task The_provider_may_change_its_keys_at_any_time()
    {
        await using var site = await Site.StartAsync();
        await site.Provider.ChooseAsync("r-1", "Riley", Mail, true, "oncall");
        using var before = site.Gateway.Browser();
        await SignInAsync(before);

        await site.Provider.RotateKeysAsync();
        using var after = site.Gateway.Browser();

        (await SignInAsync(after)).ShouldBe("/");
        (await MeAsync(after)).GetProperty("role").GetString().ShouldBe("responder");
    }

    [Fact]
    public async Task A_provider_that_takes_pushed_requests_gets_them()
    {
        await using var site = await Site.StartAsync(takesPushedRequests: true);
        await site.Provider.ChooseAsync("r-1", "Riley", Mail, true, "oncall");
        using var riley = site.Gateway.Browser();

        using var challenge = await riley.Client.GetAsync("/sign-in/provider");

        var asked = challenge.Headers.Location!.Query;
        asked.ShouldContain("request_uri=");
        asked.ShouldNotContain("nonce=");
        (await SignInAsync(riley)).ShouldBe("/");
    }

    [Fact]
    public async Task A_sign_out_goes_on_to_the_provider_and_comes_back()
    {
        await using var site = await Site.StartAsync();
        await site.Provider.ChooseAsync("r-1", "Riley", Mail, true, "oncall");
        using var riley = site.Gateway.Browser();
        await SignInAsync(riley);

        var answer = await riley.PostAsync("/account", "/sign-out");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await riley.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var refresh = answer.Headers.GetValues("Refresh").Single();
        refresh.ShouldStartWith("0;url=" + site.Provider.Address);
        refresh.ShouldContain("id_token_hint=");
        var question = await riley.Client.GetAsync(refresh["0;url=".Length..]);
        var html = await question.Content.ReadAsStringAsync();
        question.StatusCode.ShouldBe(HttpStatusCode.OK, html);
        var confirmed = await riley.Client.PostAsync(
            new Uri(site.Provider.Address, "/session/end/confirm"),
            new FormUrlEncodedContent([
                new("xsrf", Xsrf().Match(html).Groups["v"].Value),
                new("logout", "yes"),
            ])
        );
        confirmed
            .Headers.Location!.ToString()
            .ShouldBe(new Uri(site.Gateway.Address, "/sign-in").ToString());
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    public async Task A_sign_in_leads_nowhere_else(string returnUrl)
    {
        await using var site = await Site.StartAsync();
        await site.Provider.ChooseAsync("r-1", "Riley", Mail, true, "oncall");
        using var riley = site.Gateway.Browser();

        (await SignInAsync(riley, returnUrl)).ShouldBe("/");
    }

    [Fact]
    public async Task Without_a_provider_there_is_no_button_and_no_door()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var browser = gateway.Browser();

        (await browser.Client.GetStringAsync("/sign-in")).ShouldNotContain("/sign-in/provider");
        (await browser.Client.GetAsync("/sign-in/provider")).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task A_provider_without_a_secret_stops_the_start_and_says_why()
    {
        var failure = await Should.ThrowAsync<Exception>(() =>
            GatewayDriver.StartAsync(
                Product.Sqlite,
                null,
                ("Identity:Oidc:Authority", "https://id.example"),
                ("Identity:Oidc:ClientId", "pir")
            )
        );

        failure.Message.ShouldContain("needs ClientId and ClientSecret");
    }

    private static Task<string> SignInAsync(
        Browser browser,
        string returnUrl = "/",
        Func<string, string>? change = null
    ) =>
        FollowAsync(
            browser,
            "/sign-in/provider?returnUrl=" + Uri.EscapeDataString(returnUrl),
            change
        );

    /// <summary>
    /// Follows redirects, to the provider and back, until the product leads to one of its own
    /// pages; answers its path.
    /// </summary>
    private static async Task<string> FollowAsync(
        Browser browser,
        string start,
        Func<string, string>? change = null,
        bool stopAtCallback = false
    )
    {
        var url = new Uri(browser.Client.BaseAddress!, start);
        for (var hop = 0; hop < 12; hop++)
        {
            using var answer = await browser.Client.GetAsync(url);
            if (answer.Headers.Location is not { } location)
            {
                throw new InvalidOperationException(
                    $"{url}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}"
                );
            }

            url = new Uri(url, change?.Invoke(location.ToString()) ?? location.ToString());
            var isCallback = url.AbsolutePath == "/sign-in/callback";
            var isHere = url.Authority == browser.Client.BaseAddress!.Authority;
            if (isHere && isCallback == stopAtCallback)
            {
                return url.PathAndQuery;
            }
        }

        throw new InvalidOperationException("Too many redirects, the last to " + url);
    }

    private static Task<JsonElement> MeAsync(Browser browser) =>
        browser.Client.GetFromJsonAsync<JsonElement>("/api/me");

    private static IReadOnlyList<string?> Texts(JsonElement element, string property) =>
        [.. element.GetProperty(property).EnumerateArray().Select(t => t.GetString())];

    [GeneratedRegex("[?&]state=(?<v>[^&]+)", RegexOptions.None, 1000)]
    private static partial Regex State();

    [GeneratedRegex("nonce=[^&]+", RegexOptions.None, 1000)]
    private static partial Regex Nonce();

    [GeneratedRegex("name=\"xsrf\" value=\"(?<v>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Xsrf();

    /// <summary>The product and its provider, each knowing the other's address.</summary>
    private sealed class Site(GatewayDriver gateway, OidcProvider provider) : IAsyncDisposable
    {
        public GatewayDriver Gateway => gateway;

        public OidcProvider Provider => provider;

        public static Task<Site> StartAsync(params (string, string?)[] settings) =>
            StartAsync(takesPushedRequests: false, settings);

        public static async Task<Site> StartAsync(
            bool takesPushedRequests,
            params (string, string?)[] settings
        )
        {
            var port = FreePort.Next();
            var gateway = await GatewayDriver.StartAsync(
                Product.Sqlite,
                null,
                [
                    ("Identity:Oidc:Authority", $"http://127.0.0.1:{port}"),
                    ("Identity:Oidc:ClientId", OidcProvider.ClientId),
                    ("Identity:Oidc:ClientSecret", OidcProvider.ClientSecret),
                    ("Identity:Oidc:DisplayName", "Acme ID"),
                    ("Identity:Oidc:Scopes", "openid profile email groups"),
                    ("Identity:Oidc:Groups:oncall:Role", "Responder"),
                    ("Identity:Oidc:Groups:pay:Role", "Facilitator"),
                    ("Identity:Oidc:Groups:pay:Teams:0", "Payments"),
                    .. settings,
                ]
            );
            return new(
                gateway,
                await OidcProvider.StartAsync(port, gateway.Address, takesPushedRequests)
            );
        }

        public async ValueTask DisposeAsync()
        {
            await provider.DisposeAsync();
            await gateway.DisposeAsync();
        }
    }
}
