using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pir.Contracts.Api;
using Pir.Contracts.Connections;
using Pir.Contracts.Events;
using Pir.Gateway.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;

namespace Pir.Gateway.Tests;

/// <summary>
/// What is done in the services stands in the gateway's audit log, whether it came by API or from a
/// page.
/// </summary>
public sealed class AuditTests
{
    [Fact]
    public async Task What_a_script_does_in_a_service_is_in_the_log_and_in_the_export()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();

        await admin.PostAsJsonAsync("/api/incidents?secret=1", new { title = "of the body" });

        var line = (await LinesAsync(admin, "incident-opened", 1))[0];
        line.GetProperty("actor").GetProperty("kind").GetString().ShouldBe("token");
        line.GetProperty("actor").GetProperty("id").GetString().ShouldBe("bootstrap");
        line.GetProperty("subject").GetProperty("kind").GetString().ShouldBe("incident");
        line.GetProperty("detail").GetString().ShouldBe("POST /api/incidents, answered 200");
        line.GetProperty("address").GetString().ShouldNotBeNullOrEmpty();
        (await admin.GetStringAsync("/api/audit.csv?kind=incident")).ShouldContain(
            "incident-opened"
        );
        (await admin.GetStringAsync("/api/audit?kind=team")).ShouldNotContain("incident-opened");
    }

    [Fact]
    public async Task What_a_page_does_in_a_service_is_in_the_log_once_and_under_the_persons_name()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        var accessor = gateway.Services.GetRequiredService<IHttpContextAccessor>();
        var client = gateway
            .Services.GetRequiredService<IHttpClientFactory>()
            .CreateClient("incident-intake");
        accessor.HttpContext = new DefaultHttpContext
        {
            User = PirClaims.Create(
                "Cookie",
                "user",
                "u-1",
                "Riley Responder",
                ["responder"],
                ["incidents:write"]
            ),
        };

        (await client.PostAsJsonAsync("/api/incidents", new { })).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );
        accessor.HttpContext = null;
        await admin.PostAsJsonAsync("/api/incidents", new { });

        var lines = await LinesAsync(admin, "incident-opened", 2);
        lines[1].GetProperty("actor").GetProperty("name").GetString().ShouldBe("Riley Responder");
    }

    [Fact]
    public async Task What_was_refused_or_only_read_is_not_in_the_log()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        var made = await admin.PostAsJsonAsync("/api/tokens", new { name = "v", role = "viewer" });
        var token = (await made.JsonAsync(HttpStatusCode.Created))
            .GetProperty("token")
            .GetString()!;
        using var viewer = gateway.Script(token);

        (await viewer.PostAsJsonAsync("/api/incidents", new { })).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        await viewer.GetAsync("/api/incidents");
        await admin.PostAsJsonAsync("/api/incidents", new { });

        await LinesAsync(admin, "incident-opened", 1);
    }

    [Fact]
    public async Task An_ordinary_stop_loses_no_line()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using (var before = gateway.Script())
        {
            for (var i = 0; i < 25; i++)
            {
                await before.PostAsJsonAsync("/api/incidents", new { });
            }
        }

        await gateway.RestartAsync();

        using var admin = gateway.Script();
        (await ReadAsync(admin, "incident-opened")).Count.ShouldBe(25);
    }

    [Theory]
    [InlineData("POST", "/api/incidents/INC-7/severity", "severity-changed", "INC-7")]
    [InlineData("PATCH", "/api/incidents/INC-7/", "incident-corrected", "INC-7")]
    [InlineData("PUT", "/api/policies/reviews", "policies-changed", "")]
    [InlineData("POST", "/api/operations/review/parked/1/retry", "parked-event-retried", "review")]
    [InlineData("GET", "/api/incidents/INC-7", null, "")]
    [InlineData("POST", "/api/incidents/INC-7/timeline", null, "")]
    public void An_operation_is_known_by_its_path(
        string method,
        string path,
        string? action,
        string subject
    )
    {
        AuditedOperations.Find(method, path, out var id)?.Action.ShouldBe(action);
        id.ShouldBe(subject);
    }

    [Fact]
    public async Task What_fails_and_recovers_has_a_line_each_however_often_it_is_told()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        var id = Guid.CreateVersion7();
        var source = new SourceState(id, "Prometheus", null, "platform", Owner: null);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var bad = new ConnectionHealth(ConnectionState.Failing, now, 1, "not-json", "No JSON.");
        var subscription = new SubscriptionState(id, null, "example.com", true, Actor.System);
        var failing = PirTestHost.BatchOf(
            new SourceHealthChanged(source, bad),
            id,
            2,
            now,
            new Actor("source", id.ToString(), "Prometheus")
        );
        await gateway.TellAsync(failing);
        await gateway.TellAsync(failing);
        foreach (
            var fact in (IEvent[])
                [
                    new SourceHealthChanged(source, ConnectionHealth.Healthy),
                    new SubscriptionHealthChanged(subscription, bad),
                    new SubscriptionHealthChanged(subscription, ConnectionHealth.Unheard),
                ]
        )
        {
            await gateway.TellAsync(PirTestHost.BatchOf(fact, id, 3, now));
        }

        var line = (await LinesAsync(admin, "source-failing", 1))[0];
        line.GetProperty("detail").GetString().ShouldBe("No JSON.");
        line.GetRawText().ShouldContain(id.ToString());
        line.GetRawText().ShouldContain("Prometheus");
        await LinesAsync(admin, "source-recovered", 1);
        await LinesAsync(admin, "subscription-recovered", 1);
        (await LinesAsync(admin, "subscription-failing", 1))[0]
            .GetRawText()
            .ShouldContain("example.com");
    }

    [Fact]
    public async Task The_page_filters_by_every_action_and_says_it_in_words()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var ada = await gateway.SetUpAsync();
        await ada.CallAsync(HttpMethod.Post, "/api/incidents", new { });
        using var admin = gateway.Script();
        await LinesAsync(admin, "incident-opened", 1);

        var page = await ada.Client.GetStringAsync("/audit?kind=incident");

        page.ShouldContain("<span class=\"item__title\">Incident opened</span>");
        page.ShouldNotContain("<span class=\"item__title\">Product set up</span>");
        foreach (
            var action in AuditedOperations.All.Select(o => o.Action).Concat(Data.AuditActions.All)
        )
        {
            page.ShouldContain($"<option value=\"{action}\"");
        }

        foreach (var kind in AuditedOperations.All.Select(o => o.Subject))
        {
            page.ShouldContain($"<option value=\"{kind}\"");
        }
    }

    /// <summary>Waits for exactly so many lines, newest first.</summary>
    internal static async Task<List<JsonElement>> LinesAsync(
        HttpClient admin,
        string action,
        int count
    )
    {
        var lines = new List<JsonElement>();
        await Eventually.Until(
            async () => (lines = await ReadAsync(admin, action)).Count >= count,
            description: $"{count} lines {action} in the audit log"
        );
        lines.Count.ShouldBe(count);
        return lines;
    }

    private static async Task<List<JsonElement>> ReadAsync(HttpClient admin, string action)
    {
        var log = await admin.GetFromJsonAsync<JsonElement>("/api/audit?action=" + action);
        return [.. log.GetProperty("items").EnumerateArray()];
    }
}
