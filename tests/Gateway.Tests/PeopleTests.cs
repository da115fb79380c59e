using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Pir.Gateway.Tests;

/// <summary>Teams, the directory of people, saved views.</summary>
public sealed class PeopleTests
{
    [Theory]
    [InlineData(Product.Sqlite)]
    [InlineData(Product.PostgreSql)]
    public async Task A_person_and_their_tokens_carry_the_teams_as_soon_as_they_change(
        Product product
    )
    {
        await using var gateway = await GatewayDriver.StartAsync(product);
        using var admin = gateway.Script();
        var (riley, id) = await gateway.JoinAsync("responder");
        var made = await riley.CallAsync(
            HttpMethod.Post,
            "/api/tokens",
            new { name = "mine", scopes = new[] { "incidents:read" } }
        );
        using var script = gateway.Script(
            (await made.JsonAsync(HttpStatusCode.Created)).GetProperty("token").GetString()!
        );
        (await TeamsAsync(riley.Client)).ShouldBeEmpty();

        var team = await CreateTeamAsync(admin, "Payments");
        (await admin.PutAsync($"/api/teams/{team}/members/{id}", null)).StatusCode.ShouldBe(
            HttpStatusCode.NoContent
        );
        (await TeamsAsync(riley.Client)).ShouldBe(["Payments"]);
        (await TeamsAsync(script)).ShouldBe(["Payments"]);

        await admin.SendJsonAsync(HttpMethod.Patch, "/api/teams/" + team, new { name = "Pay" });
        (await TeamsAsync(riley.Client)).ShouldBe(["Pay"]);

        (await admin.DeleteAsync($"/api/teams/{team}/members/{id}")).StatusCode.ShouldBe(
            HttpStatusCode.NoContent
        );
        (await TeamsAsync(riley.Client)).ShouldBeEmpty();

        await admin.SendJsonAsync(
            HttpMethod.Patch,
            "/api/users/" + id,
            new { teams = new[] { team } }
        );
        (await TeamsAsync(riley.Client)).ShouldBe(["Pay"]);
        (await admin.DeleteAsync("/api/teams/" + team)).StatusCode.ShouldBe(
            HttpStatusCode.NoContent
        );
        (await TeamsAsync(riley.Client)).ShouldBeEmpty();
        (await TeamsAsync(script)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Product.Sqlite)]
    [InlineData(Product.PostgreSql)]
    public async Task No_two_teams_differ_in_case_alone(Product product)
    {
        await using var gateway = await GatewayDriver.StartAsync(product);
        using var admin = gateway.Script();
        await CreateTeamAsync(admin, "Payments");
        var other = await CreateTeamAsync(admin, "Search");

        var again = await admin.PostAsJsonAsync("/api/teams", new { name = " payments " });
        (await again.ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("validation");
        var renamed = await admin.SendJsonAsync(
            HttpMethod.Patch,
            "/api/teams/" + other,
            new { name = "PAYMENTS" }
        );
        (await renamed.ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("validation");
        var same = await admin.SendJsonAsync(
            HttpMethod.Patch,
            "/api/teams/" + other,
            new { name = "SEARCH" }
        );
        same.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var empty = await admin.PostAsJsonAsync("/api/teams", new { name = " " });
        (await empty.ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("validation");
    }

    [Fact]
    public async Task Everybody_signed_in_can_choose_people_and_teams_and_only_they()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        var (riley, id) = await gateway.JoinAsync("viewer");
        var team = await CreateTeamAsync(admin, "Payments");
        await admin.PutAsync($"/api/teams/{team}/members/{id}", null);

        var people = await riley.Client.GetFromJsonAsync<JsonElement>("/api/people");
        var person = people.GetProperty("items").EnumerateArray().Single();
        person.GetProperty("id").GetGuid().ShouldBe(id);
        person.GetProperty("initials").GetString().ShouldBe("RR");
        person.GetProperty("email").GetString().ShouldBe("riley@example.com");
        person.GetProperty("role").GetString().ShouldBe("viewer");
        person.GetProperty("teams")[0].GetString().ShouldBe("Payments");
        var teams = await riley.Client.GetFromJsonAsync<JsonElement>("/api/teams");
        teams
            .GetProperty("items")[0]
            .GetProperty("members")[0]
            .GetProperty("name")
            .GetString()
            .ShouldBe("Riley Responder");

        using var stranger = gateway.Stranger();
        foreach (var path in (string[])["/api/people", "/api/teams", "/api/me/views"])
        {
            (await stranger.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task A_service_token_that_does_not_administer_learns_no_addresses()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        await gateway.JoinAsync("viewer");
        var made = await admin.PostAsJsonAsync(
            "/api/tokens",
            new { name = "robot", scopes = new[] { "incidents:read" } }
        );
        using var robot = gateway.Script(
            (await made.JsonAsync(HttpStatusCode.Created)).GetProperty("token").GetString()!
        );

        (await robot.GetStringAsync("/api/people")).ShouldNotContain("riley@example.com");
        (await admin.GetStringAsync("/api/people")).ShouldContain("riley@example.com");
    }

    [Fact]
    public async Task Somebody_whose_account_is_closed_is_nobody_to_choose()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        var (_, id) = await gateway.JoinAsync("viewer");
        await admin.SendJsonAsync(HttpMethod.Patch, "/api/users/" + id, new { isDisabled = true });

        var people = await admin.GetFromJsonAsync<JsonElement>("/api/people");

        people.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData(Product.Sqlite)]
    [InlineData(Product.PostgreSql)]
    public async Task A_saved_view_is_its_owners_alone(Product product)
    {
        await using var gateway = await GatewayDriver.StartAsync(product);
        var (riley, _) = await gateway.JoinAsync("viewer");
        var (other, _) = await gateway.JoinAsync("viewer", "oda@example.com");

        var saved = await SaveViewAsync(riley, "Mine", "?status=active&team=Payments");
        saved.GetProperty("query").GetString().ShouldBe("status=active&team=Payments");
        var again = await SaveViewAsync(riley, "mine", "status=all");
        again.GetProperty("id").GetGuid().ShouldBe(saved.GetProperty("id").GetGuid());

        var own = await riley.Client.GetFromJsonAsync<JsonElement>("/api/me/views?page=incidents");
        own.GetProperty("items")
            .EnumerateArray()
            .Single()
            .GetProperty("query")
            .GetString()
            .ShouldBe("status=all");
        var elsewhere = await riley.Client.GetFromJsonAsync<JsonElement>(
            "/api/me/views?page=actions"
        );
        elsewhere.GetProperty("items").GetArrayLength().ShouldBe(0);
        var others = await other.Client.GetFromJsonAsync<JsonElement>("/api/me/views");
        others.GetProperty("items").GetArrayLength().ShouldBe(0);

        var path = "/api/me/views/" + saved.GetProperty("id").GetGuid();
        (
            await (await other.CallAsync(HttpMethod.Delete, path, null)).ProblemAsync(
                HttpStatusCode.NotFound
            )
        ).ShouldBe("not-found");
        (await riley.CallAsync(HttpMethod.Delete, path, null)).StatusCode.ShouldBe(
            HttpStatusCode.NoContent
        );
    }

    [Theory]
    [InlineData("Incidents!", "Mine", "status=all")]
    [InlineData("incidents", " ", "status=all")]
    [InlineData("incidents", "Mine", "a\nb")]
    public async Task A_view_that_cannot_be_kept_is_refused(string page, string name, string query)
    {
        await using var gateway = await GatewayDriver.StartAsync();
        var (riley, _) = await gateway.JoinAsync("viewer");

        var answer = await riley.CallAsync(
            HttpMethod.Put,
            "/api/me/views",
            new
            {
                page,
                name,
                query,
            }
        );

        (await answer.ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("validation");
    }

    private static async Task<JsonElement> SaveViewAsync(Browser who, string name, string query) =>
        await (
            await who.CallAsync(
                HttpMethod.Put,
                "/api/me/views",
                new
                {
                    page = "incidents",
                    name,
                    query,
                }
            )
        ).JsonAsync();

    private static async Task<Guid> CreateTeamAsync(HttpClient admin, string name)
    {
        var created = await admin.PostAsJsonAsync("/api/teams", new { name });
        return (await created.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetGuid();
    }

    /// <summary>The teams a service hears of.</summary>
    private static async Task<IReadOnlyList<string?>> TeamsAsync(HttpClient client)
    {
        var told = await client.GetFromJsonAsync<JsonElement>("/api/incidents");
        return [.. told.GetProperty("teams").EnumerateArray().Select(t => t.GetString())];
    }
}
