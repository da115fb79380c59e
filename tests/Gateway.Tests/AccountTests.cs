using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pir.Testing;

namespace Pir.Gateway.Tests;

public sealed partial class AccountTests
{
    private const string Wrong = "not the password at all";

    [Fact]
    public async Task Passwords_are_hashed_with_as_many_rounds_as_OWASP_asks_for()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        var options = new PasswordHasherOptions();

        // As the product sets them; the tests themselves hash with fewer (PirTestHost).
        foreach (
            var set in gateway.Services.GetServices<IConfigureOptions<PasswordHasherOptions>>()
        )
        {
            set.Configure(options);
        }

        options.IterationCount.ShouldBeGreaterThanOrEqualTo(210_000);
    }

    [Theory]
    [InlineData(Product.Sqlite)]
    [InlineData(Product.PostgreSql)]
    public async Task The_set_up_link_makes_one_administrator_and_a_token_to_try_it_with(
        Product product
    )
    {
        await using var gateway = await GatewayDriver.StartAsync(product);
        var link = "/setup?token=" + await gateway.SetupTokenAsync();
        using var browser = gateway.Browser();

        var done = await browser.SubmitAsync(
            link,
            "/setup",
            ("name", "Ada Admin"),
            ("email", "ada@example.com"),
            ("password", GatewayDriver.Password)
        );

        done.StatusCode.ShouldBe(HttpStatusCode.OK);
        var html = WebUtility.HtmlDecode(await done.Content.ReadAsStringAsync());
        var token = FirstToken().Match(html).Value;
        html.ShouldContain($"curl -X POST {gateway.Address}api/incidents");
        using var script = gateway.Script(token);
        (await script.GetFromJsonAsync<JsonElement>("/api/me"))
            .GetProperty("scopes")
            .EnumerateArray()
            .Select(s => s.GetString())
            .ShouldBe(["incidents:write"]);
        (await script.PostAsJsonAsync("/api/incidents", new { })).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );
        html.ShouldContain("expires in 24 hours");
        var me = await browser.Client.GetFromJsonAsync<JsonElement>("/api/me");
        me.GetProperty("name").GetString().ShouldBe("Ada Admin");
        me.GetProperty("role").GetString().ShouldBe("admin");

        using var second = gateway.Browser();
        var dead = await (await second.Client.GetAsync(link)).Content.ReadAsStringAsync();
        dead.ShouldContain("no longer valid");
        dead.ShouldContain("href=\"/sign-in\"");
    }

    [Fact]
    public async Task The_token_of_the_set_up_stops_working_after_a_day()
    {
        var clock = new FakeTimeProvider();
        await using var gateway = await GatewayDriver.StartAsync(Product.Sqlite, clock);
        using var browser = gateway.Browser();
        var done = await browser.SubmitAsync(
            "/setup?token=" + await gateway.SetupTokenAsync(),
            "/setup",
            ("name", "Ada Admin"),
            ("email", "ada@example.com"),
            ("password", GatewayDriver.Password)
        );
        var token = FirstToken().Match(await done.HtmlAsync()).Value;
        using var script = gateway.Script(token);

        gateway.Advance(TimeSpan.FromHours(23));
        (await script.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Advance(TimeSpan.FromHours(1));
        (await script.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Every_start_without_accounts_prints_a_new_link_and_none_once_there_is_one()
    {
        var clock = new FakeTimeProvider();
        await using var gateway = await GatewayDriver.StartAsync(Product.Sqlite, clock);
        var first = await gateway.SetupTokenAsync();

        gateway.Advance(TimeSpan.FromMinutes(10));
        await gateway.RestartAsync();
        (await gateway.SetupTokenAsync()).ShouldNotBe(first);
        using var stranger = gateway.Stranger();
        (await stranger.GetAsync("/setup?token=" + first)).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );

        await gateway.SetUpAsync();
        await gateway.RestartAsync();
        await Eventually.Until(
            () => gateway.Console.Contains("curl", StringComparison.Ordinal),
            description: "the start notice is printed"
        );
        gateway.Console.ShouldNotContain("/setup");
    }

    [Fact]
    public async Task A_link_used_twice_at_the_same_moment_makes_one_account()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        var link = "/setup?token=" + await gateway.SetupTokenAsync();

        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async n =>
                {
                    using var browser = gateway.Browser();
                    await browser.SubmitAsync(
                        link,
                        "/setup",
                        ("name", "Ada " + n),
                        ("email", $"ada{n}@example.com"),
                        ("password", GatewayDriver.Password)
                    );
                })
        );

        var users = await admin.GetFromJsonAsync<JsonElement>("/api/users");
        users.GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("Ada", "ada@example.com", "too short", "at least 15 characters")]
    [InlineData("Ada", "ada@example.com", "password12345678", "It is too easy to guess")]
    [InlineData("Ada", "not an address", GatewayDriver.Password, "It must be an e-mail address.")]
    [InlineData(" ", "ada@example.com", GatewayDriver.Password, "1 to 100 characters")]
    public async Task Set_up_says_what_is_wrong_and_can_be_repeated(
        string name,
        string email,
        string password,
        string expected
    )
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var browser = gateway.Browser();

        var refused = await browser.SubmitAsync(
            "/setup?token=" + await gateway.SetupTokenAsync(),
            "/setup",
            ("name", name),
            ("email", email),
            ("password", password)
        );

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).ShouldContain(expected);
        await gateway.SetUpAsync();
    }

    [Theory]
    [InlineData(Product.Sqlite)]
    [InlineData(Product.PostgreSql)]
    public async Task A_person_signs_in_and_out(Product product)
    {
        await using var gateway = await GatewayDriver.StartAsync(product);
        await gateway.SetUpAsync();
        using var browser = gateway.Browser();

        var answer = await browser.SignInAsync(
            "ADA@example.com",
            GatewayDriver.Password,
            "/incidents?status=open"
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldBe("/incidents?status=open");
        var cookie = answer
            .Headers.GetValues("Set-Cookie")
            .Single(c => c.StartsWith("pir=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);
        cookie.ShouldNotContain("secure", Case.Insensitive);
        (await browser.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var signedOut = await browser.Client.PostAsync(
            "/sign-out",
            new FormUrlEncodedContent([
                new("__RequestVerificationToken", await browser.AntiforgeryTokenAsync()),
            ])
        );
        signedOut.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(Product.Sqlite)]
    [InlineData(Product.PostgreSql)]
    public async Task After_five_wrong_passwords_an_account_rests(Product product)
    {
        var clock = new FakeTimeProvider();
        await using var gateway = await GatewayDriver.StartAsync(
            product,
            clock,
            ("Gateway:RateLimits:SignInsPerMinute", "1000")
        );
        await gateway.SetUpAsync();
        using var browser = gateway.Browser();

        for (var attempt = 1; attempt <= 5; attempt++)
        {
            (await browser.SignInAsync("ada@example.com", Wrong)).StatusCode.ShouldBe(
                HttpStatusCode.Unauthorized
            );
        }

        (await browser.SignInAsync("ada@example.com", GatewayDriver.Password)).StatusCode.ShouldBe(
            HttpStatusCode.TooManyRequests
        );
        gateway.Advance(TimeSpan.FromSeconds(61));
        (await browser.SignInAsync("ada@example.com", Wrong)).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        gateway.Advance(TimeSpan.FromSeconds(61));
        (await browser.SignInAsync("ada@example.com", GatewayDriver.Password)).StatusCode.ShouldBe(
            HttpStatusCode.TooManyRequests
        );
        gateway.Advance(TimeSpan.FromSeconds(60));
        (await browser.SignInAsync("ada@example.com", GatewayDriver.Password)).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
    }

    [Fact]
    public async Task Whoever_has_to_wait_is_told_for_how_long_with_an_account_or_without()
    {
        await using var gateway = await GatewayDriver.StartAsync(
            Product.Sqlite,
            new FakeTimeProvider(),
            ("Gateway:RateLimits:SignInsPerMinute", "1000")
        );
        await gateway.SetUpAsync();
        var answers = new List<string>();
        foreach (var email in new[] { "ada@example.com", "nobody@example.com" })
        {
            using var browser = gateway.Browser();
            for (var attempt = 1; attempt <= 5; attempt++)
            {
                var wrong = await browser.SignInAsync(email, Wrong);
                wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
                wrong.Headers.RetryAfter.ShouldBeNull();
            }

            var answer = await browser.SignInAsync(email, Wrong);

            answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromMinutes(1));
            var page = await answer.HtmlAsync(HttpStatusCode.TooManyRequests);
            page.ShouldContain("Try again in a minute");
            page.ShouldContain($"value=\"{email}\"");
            answers.Add(page[page.IndexOf("Too many wrong")..page.IndexOf("reset link.")]);
        }

        answers[0].ShouldBe(answers[1]);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sign-in/")]
    public async Task The_attempts_at_the_door_are_counted_however_its_address_is_written(
        string path
    )
    {
        await using var gateway = await GatewayDriver.StartAsync(
            Product.Sqlite,
            null,
            ("Gateway:RateLimits:SignInsPerMinute", "2")
        );
        using var stranger = gateway.Stranger();
        using var form = new FormUrlEncodedContent([]);
        await stranger.PostAsync(path, form);
        await stranger.PostAsync(path, form);

        using var third = await stranger.PostAsync(path, form);

        third.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task The_answer_does_not_tell_whether_an_account_exists()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        await gateway.SetUpAsync();
        using var browser = gateway.Browser();

        var known = await browser.SignInAsync("ada@example.com", Wrong);
        var unknown = await browser.SignInAsync("eve@example.com", Wrong);

        unknown.StatusCode.ShouldBe(known.StatusCode);
        var page = await known.Content.ReadAsStringAsync();
        page.ShouldContain("Wrong e-mail address or password");
        WithoutValues(await unknown.Content.ReadAsStringAsync()).ShouldBe(WithoutValues(page));
    }

    [Fact]
    public async Task A_form_that_is_not_ours_signs_nobody_in()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        await gateway.SetUpAsync();
        using var stranger = gateway.Stranger();

        var answer = await stranger.PostAsync(
            "/sign-in",
            new FormUrlEncodedContent([
                new("email", "ada@example.com"),
                new("password", GatewayDriver.Password),
            ])
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        // The antiforgery cookie of the new form...
        answer.Headers.Contains("Set-Cookie").ShouldBeTrue();
        answer
            .Headers.GetValues("Set-Cookie")
            // ...but no session.
            .ShouldAllBe(c => !c.StartsWith("pir=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Product.Sqlite)]
    [InlineData(Product.PostgreSql)]
    public async Task An_invitation_works_once_and_gives_the_role(Product product)
    {
        await using var gateway = await GatewayDriver.StartAsync(product);
        using var admin = gateway.Script();
        var created = await (
            await admin.PostAsJsonAsync(
                "/api/users",
                new
                {
                    name = "Riley",
                    email = "riley@example.com",
                    role = "facilitator",
                }
            )
        ).JsonAsync(HttpStatusCode.Created);
        created.GetProperty("status").GetString().ShouldBe("invited");
        var link = new Uri(created.GetProperty("invitationUrl").GetString()!).PathAndQuery;
        using var browser = gateway.Browser();

        var accepted = await browser.SubmitAsync(
            link,
            "/invitation",
            ("name", "Riley Responder"),
            ("password", GatewayDriver.Password)
        );

        accepted.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var me = await browser.Client.GetFromJsonAsync<JsonElement>("/api/me");
        me.GetProperty("role").GetString().ShouldBe("facilitator");
        me.GetProperty("name").GetString().ShouldBe("Riley Responder");
        using var second = gateway.Browser();
        (await second.Client.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var users = await admin.GetFromJsonAsync<JsonElement>("/api/users");
        var listed = users.GetProperty("items").EnumerateArray().Single();
        listed.GetProperty("status").GetString().ShouldBe("active");
        listed.TryGetProperty("invitationUrl", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_invitation_expires_and_can_be_renewed()
    {
        var clock = new FakeTimeProvider();
        await using var gateway = await GatewayDriver.StartAsync(Product.Sqlite, clock);
        using var admin = gateway.Script();
        var created = await (
            await admin.PostAsJsonAsync(
                "/api/users",
                new
                {
                    name = "Riley",
                    email = "riley@example.com",
                    role = "viewer",
                }
            )
        ).JsonAsync(HttpStatusCode.Created);
        gateway.Advance(TimeSpan.FromDays(7));
        using var browser = gateway.Browser();
        var link = new Uri(created.GetProperty("invitationUrl").GetString()!).PathAndQuery;
        (await browser.Client.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        var renewed = await (
            await admin.PostAsync($"/api/users/{created.GetProperty("id").GetGuid()}/invite", null)
        ).JsonAsync();

        var newLink = new Uri(renewed.GetProperty("invitationUrl").GetString()!).PathAndQuery;
        (await browser.Client.GetAsync(newLink)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(Product.Sqlite)]
    [InlineData(Product.PostgreSql)]
    public async Task An_address_has_one_account(Product product)
    {
        await using var gateway = await GatewayDriver.StartAsync(product);
        using var admin = gateway.Script();
        await gateway.SetUpAsync();

        var answer = await admin.PostAsJsonAsync(
            "/api/users",
            new
            {
                name = "Another",
                email = "Ada@Example.com",
                role = "viewer",
            }
        );

        (await answer.ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("validation");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("already belongs to an account");
    }

    [Fact]
    public async Task A_change_of_an_account_reaches_its_sessions_within_a_minute()
    {
        var clock = new FakeTimeProvider();
        await using var gateway = await GatewayDriver.StartAsync(Product.Sqlite, clock);
        using var admin = gateway.Script();
        var (riley, id) = await gateway.JoinAsync("responder");

        await (
            await admin.SendJsonAsync(HttpMethod.Patch, "/api/users/" + id, new { role = "viewer" })
        ).JsonAsync();
        gateway.Advance(TimeSpan.FromMinutes(1));
        (await riley.Client.GetFromJsonAsync<JsonElement>("/api/me"))
            .GetProperty("role")
            .GetString()
            .ShouldBe("viewer");

        await (
            await admin.SendJsonAsync(
                HttpMethod.Patch,
                "/api/users/" + id,
                new { isDisabled = true }
            )
        ).JsonAsync();
        gateway.Advance(TimeSpan.FromMinutes(1));
        (await riley.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_ends_twelve_hours_after_its_last_use()
    {
        var clock = new FakeTimeProvider();
        await using var gateway = await GatewayDriver.StartAsync(Product.Sqlite, clock);
        using var browser = await gateway.SetUpAsync();

        gateway.Advance(TimeSpan.FromHours(11));
        (await browser.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Advance(TimeSpan.FromHours(11));
        (await browser.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Advance(TimeSpan.FromHours(13));
        (await browser.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions()
    {
        var clock = new FakeTimeProvider();
        await using var gateway = await GatewayDriver.StartAsync(Product.Sqlite, clock);
        using var here = await gateway.SetUpAsync();
        using var elsewhere = gateway.Browser();
        await elsewhere.SignInAsync("ada@example.com", GatewayDriver.Password);

        var wrong = await here.CallAsync(
            HttpMethod.Post,
            "/api/me/password",
            new { current = Wrong, @new = "eleven herons at dawn" }
        );
        (await wrong.ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("validation");
        var changed = await here.CallAsync(
            HttpMethod.Post,
            "/api/me/password",
            new { current = GatewayDriver.Password, @new = "eleven herons at dawn" }
        );
        changed.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        gateway.Advance(TimeSpan.FromMinutes(1));
        (await elsewhere.Client.GetAsync("/api/me")).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await here.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (
            await elsewhere.SignInAsync("ada@example.com", "eleven herons at dawn")
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        using var ada = await gateway.SetUpAsync();
        var id = (await ada.Client.GetFromJsonAsync<JsonElement>("/api/me"))
            .GetProperty("id")
            .GetString();

        var demoted = await admin.SendJsonAsync(
            HttpMethod.Patch,
            "/api/users/" + id,
            new { role = "viewer" }
        );
        (await demoted.ProblemAsync(HttpStatusCode.Conflict)).ShouldBe("last-admin");
        var disabled = await admin.SendJsonAsync(
            HttpMethod.Patch,
            "/api/users/" + id,
            new { isDisabled = true }
        );
        (await disabled.ProblemAsync(HttpStatusCode.Conflict)).ShouldBe("last-admin");
    }

    [Fact]
    public async Task Only_administrators_manage_people_and_read_the_audit_log()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        var (riley, _) = await gateway.JoinAsync("organizer");

        (
            await (await riley.Client.GetAsync("/api/users")).ProblemAsync(HttpStatusCode.Forbidden)
        ).ShouldBe("forbidden");
        (
            await (await riley.Client.GetAsync("/api/audit")).ProblemAsync(HttpStatusCode.Forbidden)
        ).ShouldBe("forbidden");
    }

    [Theory]
    [InlineData(Product.Sqlite)]
    [InlineData(Product.PostgreSql)]
    public async Task The_audit_log_tells_who_did_what_newest_first_and_page_by_page(
        Product product
    )
    {
        await using var gateway = await GatewayDriver.StartAsync(product);
        using var admin = gateway.Script();
        await gateway.SetUpAsync();
        using var browser = gateway.Browser();
        await browser.SignInAsync("ada@example.com", Wrong);
        await browser.SignInAsync("hunter2", Wrong);
        await browser.SignInAsync("ada@example.com", GatewayDriver.Password);
        var token = await (
            await admin.PostAsJsonAsync("/api/tokens", new { name = "robot", role = "viewer" })
        ).JsonAsync(HttpStatusCode.Created);
        await admin.DeleteAsync("/api/tokens/" + token.GetProperty("id").GetGuid());
        await gateway.JoinAsync("viewer");

        var entries = new List<JsonElement>();
        string? after = null;
        do
        {
            var page = await admin.GetFromJsonAsync<JsonElement>(
                "/api/audit?limit=2" + (after is null ? "" : "&after=" + after)
            );
            entries.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        } while (after is not null);

        entries
            .Select(e => e.GetProperty("action").GetString())
            .ShouldBe([
                "invitation-accepted",
                "user-created",
                "token-revoked",
                "token-created",
                "signed-in",
                "sign-in-failed",
                "sign-in-failed",
                "token-created",
                "set-up",
            ]);
        entries[3].GetProperty("actor").GetProperty("id").GetString().ShouldBe("bootstrap");
        entries[3].GetProperty("subject").GetProperty("name").GetString().ShouldBe("robot");
        entries[4].GetProperty("address").GetString().ShouldNotBeNullOrEmpty();
        JsonSerializer.Serialize(entries).ShouldNotContain("hunter2");
    }

    // The form's fields differ: the address that was typed, the antiforgery token.
    private static string WithoutValues(string html) => FieldValue().Replace(html, "");

    [GeneratedRegex("pir_[\\w-]{43}", RegexOptions.None, 1000)]
    private static partial Regex FirstToken();

    [GeneratedRegex(" value=\"[^\"]*\"", RegexOptions.None, 1000)]
    private static partial Regex FieldValue();
}
