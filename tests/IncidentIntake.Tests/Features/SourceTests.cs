using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pir.Contracts.Api;
using Pir.Contracts.Connections;
using Pir.Contracts.Events;
using Pir.IncidentIntake.Data;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

public abstract class SourceTests(IntakeHost fixture)
{
    private static readonly DateTime Now = TimeProvider.System.GetUtcNow().UtcDateTime;
    private readonly IntakeClient _api = IntakeClient.For(fixture.Host);

    [Fact]
    public async Task A_new_source_has_a_webhook_and_defaults()
    {
        var source = await _api.PostAsync(
            "/api/sources",
            new { kind = "generic", name = " Cron " },
            HttpStatusCode.Created
        );

        source.Text("name").ShouldBe("Cron");
        source.Text("grouping").ShouldBe("group");
        source["autoResolve"]!.GetValue<bool>().ShouldBeTrue();
        source["isEnabled"]!.GetValue<bool>().ShouldBeTrue();
        source
            .Text("webhookUrl")
            .ShouldBe($"{fixture.Host.Address}webhooks/generic/{source.Text("key")}");
        source.Text("key").Length.ShouldBe(43);
        var shown = await _api.GetAsync("/api/sources/" + source.Text("id"));
        shown.Text("webhookUrl").ShouldBe(source.Text("webhookUrl"));
        shown["key"].ShouldBeNull();
    }

    [Fact]
    public async Task The_key_is_shown_to_writers_only_and_stored_hashed()
    {
        var source = await _api.PostAsync(
            "/api/sources",
            new { kind = "generic", name = "Cron" },
            HttpStatusCode.Created
        );
        var key = source.Text("key");

        var reader = IntakeClient.For(fixture.Host, Scope.SourcesRead);
        (await reader.GetAsync("/api/sources/" + source.Text("id")))
            .Text("webhookUrl")
            .ShouldEndWith("/webhooks/generic/***");
        (await reader.GetAsync("/api/sources")).ToJsonString().ShouldNotContain(key);
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var row = await scope
            .ServiceProvider.GetRequiredService<IntakeDbContext>()
            .Sources.SingleAsync(s => s.Id == Guid.Parse(source.Text("id")));
        row.ProtectedKey.ShouldNotContain(key);
    }

    [Fact]
    public async Task A_rotated_key_replaces_the_old_one_at_once()
    {
        var tool = await _api.ConnectAsync();

        var rotated = await _api.PostAsync($"/api/sources/{tool.Id}/rotate-key");

        await IntakeClient.ReadAsync(await tool.PostRawAsync("{}"), HttpStatusCode.NotFound);
        using var http = fixture.Host.AnonymousClient();
        await IntakeClient.ReadAsync(
            await http.PostAsync(
                rotated.Text("webhookUrl"),
                new StringContent("""{"alerts":[]}""")
            ),
            HttpStatusCode.Accepted
        );
    }

    [Fact]
    public async Task Changes_take_effect_and_stale_ones_are_refused()
    {
        var tool = await _api.ConnectAsync();
        await _api.PatchAsync(
            "/api/sources/" + tool.Id,
            new
            {
                service = "ledger",
                defaultSeverity = "sev2",
                suppressMinutes = 5,
            },
            ifMatch: "\"1\""
        );

        await _api.PatchAsync(
            "/api/sources/" + tool.Id,
            new { name = "x", version = 1 },
            HttpStatusCode.PreconditionFailed
        );

        var source = await _api.GetAsync("/api/sources/" + tool.Id);
        (
            source.Text("service"),
            source.Text("defaultSeverity"),
            source.Number("suppressMinutes"),
            source.Number("version")
        ).ShouldBe(("ledger", "sev2", 5, 2));
        var alert = tool.Firing("a", Now, "unheard-of");
        alert["labels"]!.AsObject().Remove("service");
        await tool.SendAsync(alert);
        var incident = (await _api.GetAsync("/api/incidents?service=ledger")).Items()[0];
        incident.Text("severity").ShouldBe("sev2");
    }

    [Fact]
    public async Task A_deleted_source_takes_no_more_and_its_incidents_stay()
    {
        var tool = await _api.ConnectAsync();
        await tool.SendAsync(tool.Firing("a", Now));

        await _api.DeleteAsync("/api/sources/" + tool.Id);

        await IntakeClient.ReadAsync(await tool.PostRawAsync("{}"), HttpStatusCode.NotFound);
        await _api.GetAsync("/api/sources/" + tool.Id, HttpStatusCode.NotFound);
        (await _api.IncidentsOfAsync(tool)).Count.ShouldBe(1);
        (await _api.GetAsync($"/api/deliveries?source={tool.Id}"))
            .Items()[0]
            .Text("sourceName")
            .ShouldBe("Prometheus");
    }

    [Fact]
    public async Task A_test_goes_the_real_way()
    {
        foreach (var kind in (string[])["alertmanager", "generic"])
        {
            var tool = await _api.ConnectAsync(new { kind });

            var result = await _api.PostAsync($"/api/sources/{tool.Id}/test");

            result.Number("accepted").ShouldBe(1);
            var incident = await _api.GetAsync("/api/incidents/" + result.Text("incidentId"));
            (incident.Text("title"), incident.Text("status"), incident.Text("severity")).ShouldBe(
                ("Test alert from Prometheus", "resolved", "sev5")
            );
            incident["isDrill"]!.GetValue<bool>().ShouldBeTrue("a test is no incident to count");
        }
    }

    [Fact]
    public async Task Says_when_it_was_last_heard()
    {
        var tool = await _api.ConnectAsync();
        await tool.SendAsync(tool.Firing("a", Now));

        await Eventually.Until(async () =>
            (await _api.GetAsync("/api/sources/" + tool.Id))["lastDeliveryAt"] is not null
        );
    }

    [Fact]
    public async Task A_source_is_unheard_healthy_and_failing_by_what_it_sends()
    {
        var tool = await _api.ConnectAsync();
        (await HealthAsync(tool)).Text("state").ShouldBe("unheard");
        await tool.SendAsync(tool.Firing("a", Now));
        await Eventually.Until(async () =>
            (await HealthAsync(tool)).ToJsonString() == """{"state":"healthy","failures":0}"""
        );

        await tool.PostRawAsync("{");
        await tool.PostRawAsync("no JSON at all");

        var failing = await HealthAsync(tool);
        (failing.Text("state"), failing.Number("failures")).ShouldBe(("failing", 2));
        failing.Text("cause").ShouldNotBeEmpty();
        failing.Text("detail").ShouldNotBeEmpty();
        (await _api.GetAsync("/api/sources/" + tool.Id))
            .Time("lastDeliveryAt")
            .ShouldBeGreaterThanOrEqualTo(failing.Time("since"));
        (await _api.GetAsync("/api/sources?limit=200"))
            .Items()
            .Single(s => s.Text("id") == tool.Id)["health"]!
            .ToJsonString()
            .ShouldBe(failing.ToJsonString());

        await tool.SendAsync(tool.Firing("b", Now));
        await Eventually.Until(async () => (await HealthAsync(tool)).Text("state") == "healthy");
    }

    [Fact]
    public async Task The_turns_of_a_sources_health_are_told_once_each()
    {
        var tool = await _api.ConnectAsync(new { team = "platform" });
        await tool.PostRawAsync("{");
        await tool.PostRawAsync("no JSON at all");
        await tool.SendAsync(tool.Firing("a", Now));
        await Eventually.Until(() => TurnsOf(tool).Count == 2, description: "both turns are told");
        // On and off again, which is the storm that must not be.
        await tool.PostRawAsync("{");
        await tool.SendAsync(tool.Firing("b", Now));
        await Eventually.Until(async () => (await HealthAsync(tool)).Text("state") == "healthy");

        var turns = TurnsOf(tool);

        turns
            .Select(t => Fact(t).Health.State)
            .ShouldBe([ConnectionState.Failing, ConnectionState.Healthy]);
        turns.Select(t => t.Version).ShouldBe([1, 1]); // Nobody has changed the source.
        turns.ShouldAllBe(t => t.Actor == new Actor("source", tool.Id, "Prometheus"));
        var failing = Fact(turns[0]);
        failing.Source.ShouldBe(
            new SourceState(
                Guid.Parse(tool.Id),
                "Prometheus",
                Service: null,
                "platform",
                new Actor("user", "user-1", "Riley Responder")
            )
        );
        (failing.Health.Failures, failing.Health.Since is null).ShouldBe((1, false));
        failing.Health.Detail.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_source_recovers_also_when_what_it_sent_is_read_after_all()
    {
        var tool = await _api.ConnectAsync();
        var unread = await IntakeClient.ReadAsync(
            await tool.PostRawAsync("Disk full"),
            HttpStatusCode.Accepted
        );
        await Eventually.Until(() => TurnsOf(tool).Count == 1, description: "it fails");
        await tool.MendAsync(unread.Text("deliveryId"), """{"title":"Disk full"}""");

        await _api.PostAsync($"/api/deliveries/{unread.Text("deliveryId")}/replay");

        await Eventually.Until(() => TurnsOf(tool).Count == 2, description: "it recovers");
        Fact(TurnsOf(tool)[1]).Health.State.ShouldBe(ConnectionState.Unheard);
    }

    private List<EventEnvelope> TurnsOf(MonitoringTool tool) =>
        [
            .. fixture.Host.Published.Where(e =>
                e.Type == "pir.source.health-changed.v1" && e.Subject == tool.Id
            ),
        ];

    private static SourceHealthChanged Fact(EventEnvelope envelope) =>
        envelope.Data.Deserialize<SourceHealthChanged>(EventJson.Options)!;

    [Fact]
    public async Task A_test_and_what_comes_while_it_is_off_say_nothing_of_a_sources_health()
    {
        var tool = await _api.ConnectAsync();

        (await _api.PostAsync($"/api/sources/{tool.Id}/test"))["error"].ShouldBeNull();
        await _api.PatchAsync("/api/sources/" + tool.Id, new { isEnabled = false });
        await tool.PostRawAsync("{}");
        await _api.PatchAsync("/api/sources/" + tool.Id, new { isEnabled = true });
        // What is written behind is written by the time another source is seen to be healthy.
        var other = await _api.ConnectAsync();
        await other.SendAsync(other.Firing("a", Now));
        await Eventually.Until(async () => (await HealthAsync(other)).Text("state") == "healthy");

        (await HealthAsync(tool)).Text("state").ShouldBe("unheard");
        (await _api.GetAsync("/api/sources/" + tool.Id))["lastDeliveryAt"].ShouldBeNull();
        TurnsOf(tool).ShouldBeEmpty();
    }

    private async Task<System.Text.Json.Nodes.JsonNode> HealthAsync(MonitoringTool tool) =>
        (await _api.GetAsync("/api/sources/" + tool.Id))["health"]!;

    [Fact]
    public async Task Bad_input_is_named()
    {
        (await _api.PostAsync("/api/sources", new { kind = "generic" }, HttpStatusCode.BadRequest))[
            "errors"
        ]!
            ["name"]
            .ShouldNotBeNull();
        (
            await _api.PostAsync(
                "/api/sources",
                new { kind = "carrier-pigeon", name = "x" },
                HttpStatusCode.BadRequest
            )
        )
            .Text("code")
            .ShouldBe("validation");
        (
            await _api.PostAsync(
                "/api/sources",
                new
                {
                    kind = "generic",
                    name = new string('x', 201),
                    suppressMinutes = -1,
                },
                HttpStatusCode.BadRequest
            )
        )["errors"]!.AsObject().Select(e => e.Key).ShouldBe(["name", "suppressMinutes"]);
        await IntakeClient
            .For(fixture.Host, Scope.SourcesRead)
            .PostAsync(
                "/api/sources",
                new { kind = "generic", name = "x" },
                HttpStatusCode.Forbidden
            );
    }

    [Fact]
    public async Task Pages_go_through_all()
    {
        var made = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            made.Add((await _api.ConnectAsync()).Id);
        }

        var first = await _api.GetAsync("/api/sources?limit=2");
        var second = await _api.GetAsync($"/api/sources?limit=2&after={first.Text("next")}");

        first.Items().Select(s => s.Text("id")).ShouldBe([made[2], made[1]]);
        second.Items()[0].Text("id").ShouldBe(made[0]);
    }
}

[Collection(OnSqlite.Name)]
public sealed class SourceTestsOnSqlite(SqliteHost host) : SourceTests(host);

[Collection(OnPostgreSql.Name)]
public sealed class SourceTestsOnPostgreSql(PostgreSqlHost host) : SourceTests(host);
