using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pir.Gateway.Tests;

/// <summary>
/// The pages People, Teams, My account, API tokens and Audit log, as forms without scripts use
/// them.
/// </summary>
public sealed partial class AccessPagesTests
{
    [Fact]
    public async Task An_administrator_invites_a_person_and_hands_over_a_link_that_works()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var ada = await gateway.SetUpAsync();
        using var admin = gateway.Script();
        var team = await CreateTeamAsync(admin, "Payments");

        var page = await (
            await ada.PostAsync(
                "/people",
                "/people",
                ("name", "Riley Responder"),
                ("email", "riley@example.com"),
                ("role", "facilitator"),
                ("teams", team.ToString())
            )
        ).HtmlAsync();

        var link = Link().Match(page).Value;
        link.ShouldStartWith(gateway.Address.ToString());
        using var riley = gateway.Browser();
        await riley.SubmitAsync(
            new Uri(link).PathAndQuery,
            "/invitation",
            ("name", "Riley Responder"),
            ("password", GatewayDriver.Password)
        );
        var me = await riley.Client.GetFromJsonAsync<JsonElement>("/api/me");
        me.GetProperty("role").GetString().ShouldBe("facilitator");
        me.GetProperty("teams")[0].GetString().ShouldBe("Payments");
        var people = await ada.Client.GetStringAsync("/people");
        people.ShouldContain("Riley Responder");
        (await riley.Client.GetStringAsync("/people")).ShouldNotContain("invitation");
    }

    [Fact]
    public async Task A_refused_invitation_keeps_what_was_typed_and_says_why_beside_the_field()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var ada = await gateway.SetUpAsync();

        var page = await (
            await ada.PostAsync(
                "/people",
                "/people",
                ("name", "Riley <b>"),
                ("email", "ADA@example.com"),
                ("role", "viewer")
            )
        ).Content.ReadAsStringAsync();

        page.ShouldContain("value=\"Riley &lt;b&gt;\"");
        page.ShouldContain("Already belongs to an account");
    }

    [Fact]
    public async Task An_administrator_changes_disables_and_signs_out_a_person()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var ada = await gateway.SetUpAsync();
        var (riley, id) = await gateway.JoinAsync("responder");
        var person = "/people/" + id;

        (
            await ada.PostAsync(
                person,
                person + "/change",
                ("name", "Riley R."),
                ("role", "viewer")
            )
        ).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await riley.Client.GetFromJsonAsync<JsonElement>("/api/me"))
            .GetProperty("role")
            .GetString()
            .ShouldBe("viewer");
        (await ada.Client.GetStringAsync(person)).ShouldContain("Riley R.");

        (await ada.PostAsync(person, person + "/sign-out")).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther
        );
        (await riley.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await ada.PostAsync(person, person + "/disable")).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther
        );
        (await riley.SignInAsync("riley@example.com", GatewayDriver.Password)).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await ada.PostAsync(person, person + "/enable")).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther
        );
        (await riley.SignInAsync("riley@example.com", GatewayDriver.Password)).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
    }

    [Fact]
    public async Task A_team_is_added_filled_renamed_and_removed()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var ada = await gateway.SetUpAsync();
        var (riley, id) = await gateway.JoinAsync("responder");

        var added = await ada.PostAsync("/teams", "/teams", ("name", "Payments"));
        var team = added.Headers.Location!.ToString();
        await ada.PostAsync(team, team + "/members", ("person", id.ToString()));
        (await riley.Client.GetStringAsync(team)).ShouldContain("Riley Responder");
        await ada.PostAsync(team, team + "/rename", ("name", "Pay"));
        (await riley.Client.GetStringAsync("/account")).ShouldContain("Pay");
        (await ada.PostAsync(team, $"{team}/members/{id}/remove")).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther
        );
        (await riley.Client.GetStringAsync("/account")).ShouldNotContain(">Pay<");
        await ada.PostAsync(team, team + "/remove");
        (await ada.Client.GetAsync(team)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_person_changes_their_password_and_stays_signed_in_here_only()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var ada = await gateway.SetUpAsync();
        using var elsewhere = gateway.Browser();
        await elsewhere.SignInAsync("ada@example.com", GatewayDriver.Password);

        var wrong = await (
            await ada.PostAsync(
                "/account",
                "/account/password",
                ("current", "not it at all, sorry"),
                ("new", "eleven herons at dawn")
            )
        ).HtmlAsync(HttpStatusCode.UnprocessableEntity);
        wrong.ShouldContain("Is not the current password");
        wrong.ShouldNotContain("eleven herons");
        var done = await ada.PostAsync(
            "/account",
            "/account/password",
            ("current", GatewayDriver.Password),
            ("new", "eleven herons at dawn")
        );

        done.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await ada.Client.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await elsewhere.Client.GetAsync("/api/me")).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
    }

    [Fact]
    public async Task A_person_signs_out_everywhere_from_their_account()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var ada = await gateway.SetUpAsync();
        using var elsewhere = gateway.Browser();
        await elsewhere.SignInAsync("ada@example.com", GatewayDriver.Password);

        var answer = await ada.PostAsync("/account", "/account/sign-out-everywhere");

        answer.Headers.Location!.ToString().ShouldBe("/sign-in");
        (await elsewhere.Client.GetAsync("/api/me")).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await ada.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_attempts_to_change_a_password_are_limited_like_those_to_sign_in()
    {
        await using var gateway = await GatewayDriver.StartAsync(
            Product.Sqlite,
            null,
            ("Gateway:RateLimits:SignInsPerMinute", "3")
        );
        var (riley, _) = await gateway.JoinAsync("viewer");

        HttpResponseMessage answer = null!;
        for (var attempt = 0; attempt < 4; attempt++)
        {
            answer = await riley.PostAsync(
                "/account",
                "/account/password",
                ("current", "guess"),
                ("new", "eleven herons at dawn")
            );
        }

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_token_is_shown_once_and_refused_once_revoked()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        var (riley, _) = await gateway.JoinAsync("responder");

        var page = await (
            await riley.PostAsync(
                "/tokens",
                "/tokens",
                ("name", "deploy"),
                ("days", "30"),
                ("scopes", "incidents:read"),
                ("scopes", "timeline:write")
            )
        ).HtmlAsync();

        var secret = Token().Match(page).Value;
        using var script = gateway.Script(secret);
        (await script.GetAsync("/api/incidents")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var list = await riley.Client.GetStringAsync("/tokens");
        list.ShouldNotContain(secret);
        list.ShouldContain(secret[..12]);
        list.ShouldContain("last used");
        list.ShouldNotContain("value=\"sources:write\""); // Not allowed for a responder.
        var tokens = await riley.Client.GetFromJsonAsync<JsonElement>("/api/tokens");
        var token = tokens.GetProperty("items").EnumerateArray().Single();
        (
            token.GetProperty("expiresAt").GetDateTime()
            - token.GetProperty("createdAt").GetDateTime()
        ).TotalDays.ShouldBe(30, 0.01);
        await riley.PostAsync("/tokens", $"/tokens/{token.GetProperty("id").GetGuid()}/revoke");
        (await script.GetAsync("/api/incidents")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_audit_log_is_filtered_and_exported()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var ada = await gateway.SetUpAsync();
        using var admin = gateway.Script();
        await CreateTeamAsync(admin, "=cmd()");
        var (_, riley) = await gateway.JoinAsync("viewer");

        var teams = await ada.Client.GetStringAsync("/audit?action=team-created");
        teams.ShouldContain("=cmd()");
        teams.ShouldNotContain("Riley Responder");
        (await ItemsAsync(ada, "?subject=" + riley)).ShouldBe([
            "invitation-accepted",
            "user-created",
        ]);
        (await ItemsAsync(ada, "?actor=BOOTSTRAP")).ShouldBe(["user-created", "team-created"]);
        (await ItemsAsync(ada, "?to=2020-01-01T00:00:00Z")).ShouldBeEmpty();
        (await ItemsAsync(ada, "?from=2020-01-01T00:00:00Z")).Count.ShouldBe(5);
        (await ada.Client.GetAsync("/audit?from=2020-01-01T00:00&to=")).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );

        var csv = await ada.Client.GetAsync("/api/audit.csv?action=team-created");
        csv.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n");
        lines.Length.ShouldBe(3);
        lines[1].ShouldContain("\"team-created\"");
        lines[1].ShouldContain("\"'=cmd()\""); // A spreadsheet does not run it.
    }

    [Fact]
    public async Task The_audit_log_names_the_address_of_the_person_not_of_the_page()
    {
        await using var gateway = await GatewayDriver.StartAsync(
            Product.Sqlite,
            null,
            ("Gateway:TrustedProxies:0", "127.0.0.1")
        );
        using var ada = await gateway.SetUpAsync();
        ada.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");

        await ada.PostAsync("/teams", "/teams", ("name", "Payments"));

        var audit = await ada.Client.GetFromJsonAsync<JsonElement>(
            "/api/audit?action=team-created"
        );
        audit.GetProperty("items")[0].GetProperty("address").GetString().ShouldBe("203.0.113.9");
    }

    [Fact]
    public async Task Nobody_outside_can_claim_to_be_the_product_itself()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        admin.DefaultRequestHeaders.Add("X-Pir-Self", "guess");
        admin.DefaultRequestHeaders.Add("X-Pir-Caller", "203.0.113.9");

        await CreateTeamAsync(admin, "Payments");

        (await admin.GetStringAsync("/api/audit")).ShouldNotContain("203.0.113.9");
    }

    private static async Task<List<string?>> ItemsAsync(Browser who, string query)
    {
        var page = await who.Client.GetFromJsonAsync<JsonElement>("/api/audit" + query);
        return
        [
            .. page.GetProperty("items")
                .EnumerateArray()
                .Select(e => e.GetProperty("action").GetString()),
        ];
    }

    private static async Task<Guid> CreateTeamAsync(HttpClient admin, string name)
    {
        var created = await admin.PostAsJsonAsync("/api/teams", new { name });
        return (await created.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetGuid();
    }

    [GeneratedRegex("http://[^\"]+/invitation\\?token=[\\w-]+", RegexOptions.None, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("pir_[\\w-]{43}", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
