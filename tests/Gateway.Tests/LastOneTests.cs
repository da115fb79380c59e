using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Pir.Gateway.Tests;

/// <summary>Rules about several rows hold when several people act at the same moment.</summary>
public sealed class LastOneTests
{
    private const int Rounds = 10;

    public static TheoryData<Product> Products => [Product.Sqlite, Product.PostgreSql];

    [Theory]
    [MemberData(nameof(Products))]
    public async Task Administrators_who_demote_or_disable_each_other_leave_one(Product product)
    {
        await using var gateway = await GatewayDriver.StartAsync(product);
        using var script = gateway.Script();
        using var ada = await gateway.SetUpAsync();
        var first = await IdOfAsync(ada);
        var (_, second) = await gateway.JoinAsync("admin");
        var demotion = new { role = "viewer" };
        var disabling = new { isDisabled = true };
        for (var round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(
                ChangeAsync(script, first, round % 2 == 0 ? demotion : disabling),
                ChangeAsync(script, second, demotion)
            );

            (await AdministratorsAsync(script)).ShouldBe(1, $"after round {round}");
            await ChangeAsync(script, first, new { role = "admin", isDisabled = false });
            await ChangeAsync(script, second, new { role = "admin", isDisabled = false });
        }
    }

    [Theory]
    [MemberData(nameof(Products))]
    public async Task A_setup_link_is_used_once(Product product)
    {
        await using var gateway = await GatewayDriver.StartAsync(product);
        var path = "/setup?token=" + await gateway.SetupTokenAsync();
        var browsers = Enumerable.Range(0, 4).Select(_ => gateway.Browser()).ToList();

        var answers = await Task.WhenAll(
            browsers.Select(
                (browser, n) =>
                    browser.SubmitAsync(
                        path,
                        "/setup",
                        ("name", "Ada Admin"),
                        ("email", $"ada{n}@example.com"),
                        ("password", GatewayDriver.Password)
                    )
            )
        );

        answers.ShouldAllBe(a => a.StatusCode < HttpStatusCode.InternalServerError);
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        using var script = gateway.Script();
        (await AdministratorsAsync(script)).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Products))]
    public async Task An_invitation_is_accepted_once(Product product)
    {
        await using var gateway = await GatewayDriver.StartAsync(product);
        using var script = gateway.Script();
        var invited = await script.SendJsonAsync(
            HttpMethod.Post,
            "/api/users",
            new
            {
                name = "Riley",
                email = "riley@example.com",
                role = "responder",
            }
        );
        var user = await invited.JsonAsync(HttpStatusCode.Created);
        var path = new Uri(user.GetProperty("invitationUrl").GetString()!).PathAndQuery;

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(n =>
                    gateway
                        .Browser()
                        .SubmitAsync(
                            path,
                            "/invitation",
                            ("name", "Riley " + n),
                            ("password", GatewayDriver.Password + n)
                        )
                )
        );

        answers.ShouldAllBe(a => a.StatusCode < HttpStatusCode.InternalServerError);
        answers.Count(a => a.StatusCode == HttpStatusCode.Redirect).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Products))]
    public async Task Whatever_is_done_twice_at_once_fails_for_nobody_without_a_reason(
        Product product
    )
    {
        await using var gateway = await GatewayDriver.StartAsync(product);
        using var script = gateway.Script();
        var (_, riley) = await gateway.JoinAsync("responder");
        for (var round = 0; round < 3; round++)
        {
            var name = "Payments " + round;
            var made = await AtOnceAsync(() => script.PostAsJsonAsync("/api/teams", new { name }));
            made.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
            made.ShouldAllBe(a => a.StatusCode <= HttpStatusCode.BadRequest);
            var team = await made.Single(a => a.StatusCode == HttpStatusCode.Created)
                .JsonAsync(HttpStatusCode.Created);
            var member = $"/api/teams/{team.GetProperty("id").GetGuid()}/members/{riley}";

            var added = await AtOnceAsync(() => script.PutAsync(member, null));
            added.ShouldAllBe(a => a.StatusCode == HttpStatusCode.NoContent);
            var removed = await AtOnceAsync(() => script.DeleteAsync(member));
            removed.Count(a => a.StatusCode == HttpStatusCode.NoContent).ShouldBe(1);
            removed.ShouldAllBe(a => a.StatusCode <= HttpStatusCode.NotFound);
        }
    }

    private static Task<HttpResponseMessage[]> AtOnceAsync(Func<Task<HttpResponseMessage>> act) =>
        Task.WhenAll(Enumerable.Range(0, 4).Select(_ => act()));

    private static Task<HttpResponseMessage> ChangeAsync(HttpClient client, Guid id, object body) =>
        client.SendJsonAsync(HttpMethod.Patch, "/api/users/" + id, body);

    private static async Task<Guid> IdOfAsync(Browser browser)
    {
        var me = await browser.Client.GetFromJsonAsync<JsonElement>("/api/me");
        return me.GetProperty("id").GetGuid();
    }

    private static async Task<int> AdministratorsAsync(HttpClient script)
    {
        var users = await script.GetFromJsonAsync<JsonElement>("/api/users");
        return users
            .GetProperty("items")
            .EnumerateArray()
            .Count(u =>
                u.GetProperty("role").GetString() == "admin"
                && u.GetProperty("status").GetString() == "active"
            );
    }
}

/// <summary>The same for what the provider's groups decide.</summary>
public sealed class LastAdministratorAtTheProviderTests(
    LastAdministratorAtTheProviderTests.Site site
) : IClassFixture<LastAdministratorAtTheProviderTests.Site>
{
    [Fact]
    public async Task Two_first_sign_ins_at_once_make_one_account_and_one_team()
    {
        var claims = Claims("n-1", "nora@example.org", "crew");

        var landed = await Task.WhenAll(SignInAsync(claims), SignInAsync(claims));

        using var script = site.Gateway.Script();
        landed.ShouldBe(["/", "/"], await script.GetStringAsync("/api/audit"));
        var users = await script.GetFromJsonAsync<JsonElement>("/api/users");
        users
            .GetProperty("items")
            .EnumerateArray()
            .Count(u => u.GetProperty("email").GetString() == "nora@example.org")
            .ShouldBe(1);
        var teams = await script.GetFromJsonAsync<JsonElement>("/api/teams");
        teams.GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Administrators_whose_groups_changed_do_not_both_lose_the_role()
    {
        using var script = site.Gateway.Script();
        for (var round = 0; round < 5; round++)
        {
            await SignInAsync(Claims("a-1", "ann@example.org", "admins"));
            await SignInAsync(Claims("a-2", "bob@example.org", "admins"));

            await Task.WhenAll(
                SignInAsync(Claims("a-1", "ann@example.org", "crew")),
                SignInAsync(Claims("a-2", "bob@example.org", "crew"))
            );

            var users = await script.GetFromJsonAsync<JsonElement>("/api/users");
            users
                .GetProperty("items")
                .EnumerateArray()
                .Count(u => u.GetProperty("role").GetString() == "admin")
                .ShouldBe(1);
        }
    }

    private async Task<string> SignInAsync(string claims)
    {
        using var browser = site.Gateway.Browser();
        return await site.Provider.SignInAsync(browser, claims);
    }

    private static string Claims(string subject, string email, string group) =>
        $$"""{"sub":"{{subject}}","email":"{{email}}","email_verified":true,"groups":["{{group}}"]}""";

    public sealed class Site : ProviderSite
    {
        protected override (string, string?)[] Settings =>
            [
                ("Identity:Oidc:Groups:admins:Role", "Admin"),
                ("Identity:Oidc:Groups:crew:Role", "Responder"),
                ("Identity:Oidc:Groups:crew:Teams:0", "Crew"),
            ];
    }
}
