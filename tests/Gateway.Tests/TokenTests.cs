using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Pir.Gateway.Data;

namespace Pir.Gateway.Tests;

public sealed class TokenTests
{
    [Theory]
    [InlineData(Product.Sqlite)]
    [InlineData(Product.PostgreSql)]
    public async Task A_token_lives_from_creation_to_revocation(Product product)
    {
        await using var gateway = await GatewayDriver.StartAsync(product);
        using var admin = gateway.Script();

        var created = await CreateAsync(
            admin,
            new { name = "deploy script", scopes = new[] { "incidents:read" } }
        );
        var token = created.GetProperty("token").GetString()!;
        token.ShouldStartWith("pir_");
        token.Length.ShouldBe(47);
        using var script = gateway.Script(token);
        var told = await script.GetFromJsonAsync<JsonElement>("/api/incidents");
        told.GetProperty("kind").GetString().ShouldBe("token");
        told.GetProperty("name").GetString().ShouldBe("deploy script");
        told.GetProperty("scopes").EnumerateArray().Single().GetString().ShouldBe("incidents:read");

        var listed = await ListAsync(admin);
        listed.GetProperty("prefix").GetString().ShouldBe(token[..12]);
        listed.GetProperty("kind").GetString().ShouldBe("service");
        listed.GetProperty("lastUsedAt").GetDateTime().ShouldBeGreaterThan(DateTime.UnixEpoch);
        listed.TryGetProperty("token", out _).ShouldBeFalse();

        var revoked = await admin.DeleteAsync("/api/tokens/" + created.GetProperty("id").GetGuid());
        revoked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (
            await (await script.GetAsync("/api/incidents")).ProblemAsync(
                HttpStatusCode.Unauthorized
            )
        ).ShouldBe("unauthenticated");
    }

    [Theory]
    [InlineData(Product.Sqlite)]
    [InlineData(Product.PostgreSql)]
    public async Task The_database_knows_no_token(Product product)
    {
        await using var gateway = await GatewayDriver.StartAsync(product);
        using var admin = gateway.Script();
        var created = await CreateAsync(admin, new { name = "secret keeper", role = "viewer" });
        var token = created.GetProperty("token").GetString()!;

        await using var scope = gateway.Services.CreateAsyncScope();
        var stored = await scope
            .ServiceProvider.GetRequiredService<GatewayDbContext>()
            .Tokens.SingleAsync();

        stored.Hash.ShouldBe(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token))
        );
        JsonSerializer.Serialize(stored).ShouldNotContain(token);
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        var created = await CreateAsync(
            admin,
            new { name = "reader", scopes = new[] { "incidents:read" } }
        );
        using var script = gateway.Script(created.GetProperty("token").GetString()!);

        var answer = await script.PostAsJsonAsync("/api/incidents", new { });

        (await answer.ProblemAsync(HttpStatusCode.Forbidden)).ShouldBe("forbidden");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("incidents:write");
    }

    [Theory]
    [InlineData(Product.Sqlite)]
    [InlineData(Product.PostgreSql)]
    public async Task A_token_stops_working_when_it_expires(Product product)
    {
        var clock = new FakeTimeProvider();
        await using var gateway = await GatewayDriver.StartAsync(product, clock);
        using var admin = gateway.Script();
        var created = await CreateAsync(
            admin,
            new
            {
                name = "for an hour",
                scopes = new[] { "incidents:read" },
                expiresAt = clock.GetUtcNow().AddHours(1),
            }
        );
        using var script = gateway.Script(created.GetProperty("token").GetString()!);

        (await script.GetAsync("/api/incidents")).StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Advance(TimeSpan.FromMinutes(59));
        (await script.GetAsync("/api/incidents")).StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Advance(TimeSpan.FromMinutes(1));
        (await script.GetAsync("/api/incidents")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Its_last_use_is_noted_once_a_minute()
    {
        var clock = new FakeTimeProvider();
        await using var gateway = await GatewayDriver.StartAsync(Product.Sqlite, clock);
        using var admin = gateway.Script();
        var created = await CreateAsync(
            admin,
            new { name = "busy", scopes = new[] { "incidents:read" } }
        );
        using var script = gateway.Script(created.GetProperty("token").GetString()!);

        await script.GetAsync("/api/incidents");
        var first = await LastUseAsync(admin);
        gateway.Advance(TimeSpan.FromSeconds(59));
        await script.GetAsync("/api/incidents");
        (await LastUseAsync(admin)).ShouldBe(first);
        gateway.Advance(TimeSpan.FromSeconds(1));
        await script.GetAsync("/api/incidents");
        (await LastUseAsync(admin)).ShouldBe(first.AddMinutes(1));
    }

    [Fact]
    public async Task A_person_makes_tokens_within_their_own_scopes_only()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        var (riley, _) = await gateway.JoinAsync("responder");

        var within = await riley.CallAsync(
            HttpMethod.Post,
            "/api/tokens",
            new { name = "mine", scopes = new[] { "timeline:write" } }
        );
        var created = await within.JsonAsync(HttpStatusCode.Created);
        created.GetProperty("kind").GetString().ShouldBe("personal");

        var beyond = await riley.CallAsync(
            HttpMethod.Post,
            "/api/tokens",
            new { name = "more", scopes = new[] { "reviews:write" } }
        );
        (await beyond.ProblemAsync(HttpStatusCode.Forbidden)).ShouldBe("forbidden");
        (await beyond.Content.ReadAsStringAsync()).ShouldContain("reviews:write");

        var service = await riley.CallAsync(
            HttpMethod.Post,
            "/api/tokens",
            new
            {
                name = "robot",
                scopes = new[] { "timeline:write" },
                kind = "service",
            }
        );
        (await service.ProblemAsync(HttpStatusCode.Forbidden)).ShouldBe("forbidden");
    }

    [Fact]
    public async Task A_personal_token_never_may_more_than_its_owner()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        var (riley, id) = await gateway.JoinAsync("responder");
        var made = await riley.CallAsync(
            HttpMethod.Post,
            "/api/tokens",
            new { name = "mine", scopes = new[] { "incidents:write", "incidents:read" } }
        );
        using var script = gateway.Script(
            (await made.JsonAsync(HttpStatusCode.Created)).GetProperty("token").GetString()!
        );
        var told = await (await script.PostAsJsonAsync("/api/incidents", new { })).JsonAsync();
        told.GetProperty("owner").GetGuid().ShouldBe(id);

        await (
            await admin.SendJsonAsync(HttpMethod.Patch, "/api/users/" + id, new { role = "viewer" })
        ).JsonAsync();
        (await script.PostAsJsonAsync("/api/incidents", new { })).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        (await script.GetAsync("/api/incidents")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await (
            await admin.SendJsonAsync(
                HttpMethod.Patch,
                "/api/users/" + id,
                new { isDisabled = true }
            )
        ).JsonAsync();
        (await script.GetAsync("/api/incidents")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task People_see_and_revoke_their_own_tokens_only()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        var robot = await CreateAsync(admin, new { name = "robot", role = "viewer" });
        var (riley, _) = await gateway.JoinAsync("responder");
        await riley.CallAsync(
            HttpMethod.Post,
            "/api/tokens",
            new { name = "mine", scopes = new[] { "incidents:read" } }
        );

        (await ListAsync(riley.Client)).GetProperty("name").GetString().ShouldBe("mine");
        var others = await riley.CallAsync(
            HttpMethod.Delete,
            "/api/tokens/" + robot.GetProperty("id").GetGuid(),
            null
        );
        (await others.ProblemAsync(HttpStatusCode.NotFound)).ShouldBe("not-found");
        var all = await admin.GetFromJsonAsync<JsonElement>("/api/tokens");
        all.GetProperty("items").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task The_bootstrap_token_may_everything()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();

        var me = await admin.GetFromJsonAsync<JsonElement>("/api/me");

        me.GetProperty("kind").GetString().ShouldBe("token");
        me.GetProperty("scopes").EnumerateArray().Single().GetString().ShouldBe("admin");
        (await admin.PostAsJsonAsync("/api/incidents", new { })).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );
    }

    [Fact]
    public async Task A_short_bootstrap_token_stops_the_start_and_says_why()
    {
        var failure = await Should.ThrowAsync<Exception>(() =>
            GatewayDriver.StartAsync(
                Product.Sqlite,
                null,
                ("Identity:BootstrapToken", "fifteen letters")
            )
        );

        failure.Message.ShouldContain("Identity:BootstrapToken must have at least 16 characters");
    }

    private static async Task<JsonElement> CreateAsync(HttpClient admin, object request) =>
        await (await admin.PostAsJsonAsync("/api/tokens", request)).JsonAsync(
            HttpStatusCode.Created
        );

    private static async Task<JsonElement> ListAsync(HttpClient client)
    {
        var list = await client.GetFromJsonAsync<JsonElement>("/api/tokens");
        return list.GetProperty("items").EnumerateArray().Single();
    }

    private static async Task<DateTime> LastUseAsync(HttpClient admin) =>
        (await ListAsync(admin)).GetProperty("lastUsedAt").GetDateTime();
}
