using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Pir.Gateway.Tests;

/// <summary>Sessions of people, and how they end.</summary>
public sealed class SessionTests
{
    private const string Firefox =
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    [Theory]
    [InlineData(Product.Sqlite)]
    [InlineData(Product.PostgreSql)]
    public async Task A_person_sees_their_sessions_and_ends_one(Product product)
    {
        var clock = new FakeTimeProvider();
        await using var gateway = await GatewayDriver.StartAsync(product, clock);
        using var here = await gateway.SetUpAsync();
        using var phone = gateway.Browser();
        phone.Client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", Firefox);
        gateway.Advance(TimeSpan.FromMinutes(5));
        await phone.SignInAsync("ada@example.com", GatewayDriver.Password);

        var sessions = await ListAsync(here);
        sessions.Count.ShouldBe(2);
        var there = sessions.Single(s => !s.GetProperty("isCurrent").GetBoolean());
        there.GetProperty("device").GetString().ShouldBe("Firefox on Linux");
        there.GetProperty("address").GetString().ShouldNotBeNullOrEmpty();
        there
            .GetProperty("createdAt")
            .GetDateTimeOffset()
            .ShouldBe(clock.GetUtcNow(), TimeSpan.FromSeconds(1));

        var path = "/api/me/sessions/" + there.GetProperty("id").GetGuid();
        (await here.CallAsync(HttpMethod.Delete, path, null)).StatusCode.ShouldBe(
            HttpStatusCode.NoContent
        );
        (await phone.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await here.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ListAsync(here)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_somebody_else()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var ada = await gateway.SetUpAsync();
        var (riley, _) = await gateway.JoinAsync("responder");
        var adas = (await ListAsync(ada)).Single().GetProperty("id").GetGuid();

        var answer = await riley.CallAsync(HttpMethod.Delete, "/api/me/sessions/" + adas, null);

        (await answer.ProblemAsync(HttpStatusCode.NotFound)).ShouldBe("not-found");
        (await ada.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("?others=true", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    public async Task Sign_out_everywhere_ends_the_others_and_if_wanted_this_one(
        string query,
        HttpStatusCode here
    )
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var ada = await gateway.SetUpAsync();
        using var elsewhere = gateway.Browser();
        await elsewhere.SignInAsync("ada@example.com", GatewayDriver.Password);

        (
            await ada.CallAsync(HttpMethod.Delete, "/api/me/sessions" + query, null)
        ).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await elsewhere.Client.GetAsync("/api/me")).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await ada.Client.GetAsync("/api/me")).StatusCode.ShouldBe(here);
    }

    [Fact]
    public async Task An_administrator_signs_somebody_out_everywhere()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        var (riley, id) = await gateway.JoinAsync("responder");
        var sessions = await admin.GetFromJsonAsync<JsonElement>($"/api/users/{id}/sessions");
        sessions.GetProperty("items").GetArrayLength().ShouldBe(1);

        (await admin.DeleteAsync($"/api/users/{id}/sessions")).StatusCode.ShouldBe(
            HttpStatusCode.NoContent
        );

        (await riley.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var audit = await admin.GetFromJsonAsync<JsonElement>("/api/audit?action=sessions-ended");
        audit
            .GetProperty("items")[0]
            .GetProperty("subject")
            .GetProperty("name")
            .GetString()
            .ShouldBe("Riley Responder");
    }

    [Fact]
    public async Task A_copied_cookie_is_dead_after_the_sign_out()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        await gateway.SetUpAsync();
        using var browser = gateway.Browser();
        var answer = await browser.SignInAsync("ada@example.com", GatewayDriver.Password);
        var cookie = answer
            .Headers.GetValues("Set-Cookie")
            .Single(c => c.StartsWith("pir=", StringComparison.Ordinal))
            .Split(';')[0];
        using var thief = gateway.Stranger();
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        (await thief.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await browser.Client.PostAsync(
            "/sign-out",
            new FormUrlEncodedContent([
                new("__RequestVerificationToken", await browser.AntiforgeryTokenAsync()),
            ])
        );

        (await thief.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_does_not_reach_its_owners_sessions()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        var (riley, _) = await gateway.JoinAsync("responder");
        var made = await riley.CallAsync(
            HttpMethod.Post,
            "/api/tokens",
            new { name = "mine", scopes = new[] { "incidents:read" } }
        );
        using var script = gateway.Script(
            (await made.JsonAsync(HttpStatusCode.Created)).GetProperty("token").GetString()!
        );

        (await script.GetAsync("/api/me/sessions")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await script.DeleteAsync("/api/me/sessions")).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        (await riley.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<List<JsonElement>> ListAsync(Browser browser)
    {
        var list = await browser.Client.GetFromJsonAsync<JsonElement>("/api/me/sessions");
        return [.. list.GetProperty("items").EnumerateArray()];
    }
}
