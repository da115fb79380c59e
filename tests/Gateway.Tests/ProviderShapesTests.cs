using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Pir.Gateway.Tests;

/// <summary>What real providers send about people, and how the product reads it.</summary>
public sealed class ProviderShapesTests(ProviderShapesTests.Site site)
    : IClassFixture<ProviderShapesTests.Site>
{
    // Stock nginx answers 502 where the headers of an answer exceed 4 kB.
    private const int MostCookieBytes = 1000;

    [Theory]
    [InlineData("""["sre", "guests"]""")]
    [InlineData("\"sre\"")]
    [InlineData("\"guests, sre\"")]
    [InlineData("\"guests;sre\"")]
    [InlineData("""  "[\"guests\",\"sre\"]"  """)]
    [InlineData("""[{"name": "sre", "description": "admins"}]""")]
    [InlineData("""[{"id": "b2f1", "displayName": "guests"}, {"id": "sre", "displayName": "x"}]""")]
    [InlineData("""[{"value": "17", "display": "sre"}]""")]
    [InlineData("""{"sre": {"1234": "acme.example"}, "admins": null, "chiefs": false}""")]
    [InlineData("""{"name": "sre"}""")]
    public async Task Groups_are_read_in_each_shape(string groups)
    {
        using var browser = site.Gateway.Browser();

        var me = await EnterAsync(browser, Claims(groups));

        me.GetProperty("role").GetString().ShouldBe("facilitator");
        Texts(me, "teams").ShouldBe(["Reliability"]);
    }

    [Theory]
    [InlineData("""["urn:mace:example.org:group:sre"]""", "organizer")]
    [InlineData("\"urn:mace:example.org:group:sre\"", "organizer")]
    [InlineData("""["CN=sre,OU=Groups,DC=example,DC=org"]""", "responder")]
    [InlineData("\"CN=sre,OU=Groups,DC=example,DC=org\"", "responder")]
    public async Task Names_with_colons_and_commas_have_their_rules(string groups, string role)
    {
        using var browser = site.Gateway.Browser();

        var me = await EnterAsync(browser, Claims(groups));

        me.GetProperty("role").GetString().ShouldBe(role);
    }

    [Theory]
    [InlineData("""["guests, sre"]""")] // One group in a list, with this name.
    [InlineData("""[{"name": "guests", "description": "sre"}]""")]
    [InlineData("""{"sre": null}""")]
    [InlineData("[null, true, [\"sre\"]]")]
    [InlineData("true")]
    [InlineData("\"[not json\"")]
    [InlineData("\"SRE\"")]
    public async Task What_only_looks_like_a_known_group_lets_nobody_in(string groups)
    {
        using var browser = site.Gateway.Browser();

        var landed = await site.Provider.SignInAsync(browser, Claims(groups));

        landed.ShouldBe("/sign-in?refused=not-allowed");
    }

    [Fact]
    public async Task Six_hundred_groups_make_no_larger_cookie_than_one()
    {
        using var browser = site.Gateway.Browser();
        var groups = Enumerable.Range(0, 600).Select(n => $"corp-group-with-a-long-name-{n}");
        var claims = Claims(JsonSerializer.Serialize(groups.Append("sre")));

        using var challenge = await browser.Client.GetAsync("/sign-in/provider");
        using var answer = await site.Provider.ReturnAsync(
            browser,
            challenge.Headers.Location!,
            nonce => site.Provider.Token(nonce, claims)
        );

        CookieBytes(challenge).ShouldBeLessThan(MostCookieBytes);
        CookieBytes(answer).ShouldBeLessThan(MostCookieBytes);
        using var page = await browser.Client.GetAsync("/account");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        browser.SentCookies.Length.ShouldBeLessThan(MostCookieBytes);
    }

    [Fact]
    public async Task Sign_ins_that_are_never_finished_do_not_pile_up_in_the_browser()
    {
        using var browser = site.Gateway.Browser();
        for (var n = 0; n < 40; n++)
        {
            using var _ = await browser.Client.GetAsync("/sign-in/provider");
        }

        browser.CookiesFor("/sign-in/callback").Length.ShouldBeLessThan(MostCookieBytes);
        (await EnterAsync(browser, Claims("\"sre\"")))
            .GetProperty("role")
            .GetString()
            .ShouldBe("facilitator");
    }

    [Theory]
    [InlineData("""  "_claim_names": {"groups": "src1"}, "_claim_sources": {"src1": {}}  """)]
    [InlineData(""" "hasgroups": true """)]
    [InlineData(""" "hasgroups": "true" """)]
    public async Task Groups_left_out_keep_the_role_and_administrators_are_told(string overage)
    {
        var who = Person();
        using var before = site.Gateway.Browser();
        await EnterAsync(before, $$"""{{{who}}, "groups": ["sre"]}""");

        using var browser = site.Gateway.Browser();
        var me = await EnterAsync(browser, $$"""{{{who}}, {{overage}}}""");

        me.GetProperty("role").GetString().ShouldBe("facilitator");
        Texts(me, "teams").ShouldBe(["Reliability"]);
        var id = me.GetProperty("id").GetString();
        using var admin = site.Gateway.Script();
        var told = await admin.GetFromJsonAsync<JsonElement>(
            $"/api/audit?action=provider-groups-left-out&subject={id}"
        );
        told.GetProperty("items").GetArrayLength().ShouldBe(1);
        var account = await admin.GetFromJsonAsync<JsonElement>("/api/users/" + id);
        account.GetProperty("groupsLeftOutAt").ValueKind.ShouldBe(JsonValueKind.String);

        using var after = site.Gateway.Browser();
        await EnterAsync(after, $$"""{{{who}}, "groups": ["sre"]}""");
        account = await admin.GetFromJsonAsync<JsonElement>("/api/users/" + id);
        account.TryGetProperty("groupsLeftOutAt", out var cleared);
        cleared.ValueKind.ShouldNotBe(JsonValueKind.String);
    }

    [Fact]
    public async Task Somebody_new_without_groups_is_told_what_to_ask_for()
    {
        using var browser = site.Gateway.Browser();

        var landed = await site.Provider.SignInAsync(
            browser,
            $$"""{{{Person()}}, "hasgroups": true}"""
        );

        landed.ShouldBe("/sign-in?refused=groups-left-out");
        (await browser.Client.GetStringAsync(landed)).ShouldContain("too many");
    }

    [Theory]
    [InlineData("👩‍👩‍👧‍👦")]
    [InlineData("🧯")]
    [InlineData("e\u0301\u0302")]
    public async Task A_long_name_is_cut_between_characters(string last)
    {
        var name = new string('a', 98) + last + "bcdef";
        using var browser = site.Gateway.Browser();
        var claims = JsonSerializer.Serialize(
            new
            {
                sub = Guid.CreateVersion7().ToString(),
                name,
                email = Guid.CreateVersion7() + "@example.org",
                email_verified = true,
                groups = "sre",
            }
        );

        var me = await EnterAsync(browser, claims);

        var expected = new string('a', 98) + (last.Length <= 2 ? last : "");
        me.GetProperty("name").GetString().ShouldBe(expected);
    }

    private async Task<JsonElement> EnterAsync(Browser browser, string claims)
    {
        (await site.Provider.SignInAsync(browser, claims)).ShouldBe("/");
        return await browser.Client.GetFromJsonAsync<JsonElement>("/api/me");
    }

    private static string Claims(string groups) => $$"""{{{Person()}}, "groups": {{groups}}}""";

    private static string Person()
    {
        var id = Guid.CreateVersion7();
        return $"\"sub\":\"{id}\",\"name\":\"Ada\",\"email\":\"{id}@example.org\""
            + ",\"email_verified\":true";
    }

    private static int CookieBytes(HttpResponseMessage answer) =>
        answer.Headers.GetValues("Set-Cookie").Sum(c => c.Length);

    private static IReadOnlyList<string?> Texts(JsonElement element, string property) =>
        [.. element.GetProperty(property).EnumerateArray().Select(t => t.GetString())];

    public sealed class Site : ProviderSite
    {
        protected override (string, string?)[] Settings =>
            [
                ("Identity:Oidc:Groups:sre:Role", "Facilitator"),
                ("Identity:Oidc:Groups:sre:Teams:0", "Reliability"),
                ("Identity:Oidc:Groups:admins:Role", "Admin"),
                ("Identity:Oidc:Groups:chiefs:Role", "Admin"),
                ("Identity:Oidc:GroupRules:0:Group", "urn:mace:example.org:group:sre"),
                ("Identity:Oidc:GroupRules:0:Role", "Organizer"),
                ("Identity:Oidc:GroupRules:1:Group", "CN=sre,OU=Groups,DC=example,DC=org"),
                ("Identity:Oidc:GroupRules:1:Role", "Responder"),
            ];
    }
}
