using System.Net;
using System.Text.Json.Nodes;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>
/// Rules and silences through the API, with alerts through the webhook (A1, A2, A6, A9). The host
/// is shared only within the class, because rules apply to every source.
/// </summary>
public abstract class AlertRuleApiTests(IntakeHost fixture)
{
    private static readonly DateTime Now = TimeProvider.System.GetUtcNow().UtcDateTime;
    private readonly IntakeClient _api = IntakeClient.For(fixture.Host);

    /// <summary>A9: two replicas of one alert give one incident, and everything says why.</summary>
    [Fact]
    public async Task A_grouping_rule_makes_two_replicas_one_incident()
    {
        var tool = await _api.ConnectAsync();
        await using var rule = await RuleAsync(
            new
            {
                name = "Replicas",
                conditions = OnlyFor(tool),
                groupBy = new[] { "alertname", "instance" },
                team = "storage",
            }
        );

        var first = await tool.PostAsync(Body(Replica(tool, "aa15", "0")));
        var second = await tool.PostAsync(Body(Replica(tool, "bb16", "1")));

        first["alerts"]![0]!.Text("outcome").ShouldBe("opened");
        second["alerts"]![0]!.Text("outcome").ShouldBe("joined");
        second["alerts"]![0]!.Text("rule").ShouldBe("Replicas");
        var incident = (await _api.IncidentsOfAsync(tool)).ShouldHaveSingleItem();
        incident.Text("team").ShouldBe("storage");
        var reference = incident.Text("reference");
        var alerts = await _api.GetAsync($"/api/incidents/{reference}/alerts");
        alerts.Items().Select(a => a.Text("rule")).ShouldBe(["Replicas", "Replicas"]);
        var delivery = await _api.GetAsync("/api/deliveries/" + second.Text("deliveryId"));
        delivery["decisions"]![0]!
            .GetValue<string>()
            .ShouldBe($"The rule “Replicas” added 1 alert to {reference}.");
    }

    [Fact]
    public async Task A_silence_holds_alerts_back_until_it_is_over()
    {
        var tool = await _api.ConnectAsync();
        var silence = await _api.PostAsync(
            "/api/silences",
            new
            {
                reason = "Disk swap",
                conditions = OnlyFor(tool),
                until = Now.AddHours(1),
            },
            HttpStatusCode.Created
        );
        var path = "/api/silences/" + silence.Text("id");

        var answer = await tool.PostAsync(Body(tool.Firing("a", Now), tool.Firing("b", Now)));
        await tool.SendAsync(tool.Resolved("b", Now, Now.AddSeconds(1)));

        answer["alerts"]![0]!.Text("outcome").ShouldBe("suppressed");
        answer["alerts"]![0]!.Text("silence").ShouldBe("Disk swap");
        (await _api.IncidentsOfAsync(tool)).ShouldBeEmpty();
        (await _api.GetAsync(path)).Number("suppressed").ShouldBe(1);
        var held = await _api.GetAsync($"/api/held-alerts?silence={silence.Text("id")}");
        held.Items()
            .Select(h => (h.Text("fingerprint"), h.Text("state"), h.Text("silenceReason")))
            .ShouldBe(
                [("a", "suppressed", "Disk swap"), ("b", "ended", "Disk swap")],
                ignoreOrder: true
            );

        await _api.DeleteAsync(path);

        var incident = await Eventually.Get(async () =>
            (await _api.IncidentsOfAsync(tool)).SingleOrDefault()
        );
        incident.Text("title").ShouldBe("Target a is down");
        incident.Time("detectedAt").ShouldBe(Now, TimeSpan.FromMilliseconds(1));
        (await tool.SendAsync(tool.Firing("a", Now))).ShouldBe((1, 0));
        (await _api.IncidentsOfAsync(tool)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_storm_ends_in_the_incidents_that_the_rules_say()
    {
        var tool = await _api.ConnectAsync(new { grouping = "alert" });
        await using var rule = await RuleAsync(
            new
            {
                name = "Storm",
                conditions = OnlyFor(tool),
                stormIncidents = 5,
                stormMinutes = 30,
            }
        );

        // Each of 200 alerts is reported five times, many at once.
        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(
                Enumerable
                    .Range(0, 20)
                    .Select(i =>
                        tool.SendAsync([
                            .. Enumerable
                                .Range(10 * i, 10)
                                .Select(f => tool.Firing("f" + f, Now, "warning")),
                        ])
                    )
            );
        }

        var incidents = await _api.IncidentsOfAsync(tool);
        incidents.Count.ShouldBe(6);
        incidents.Sum(i => i.Number("alertCount")).ShouldBe(200);
        incidents.Max(i => i.Number("alertCount")).ShouldBe(195);
        incidents[5].Text("title").ShouldBe("Alert storm on " + tool.Service);
    }

    [Fact]
    public async Task A_flapping_alert_is_resolved_once_it_is_calm()
    {
        var tool = await _api.ConnectAsync();
        await using var rule = await RuleAsync(
            new
            {
                name = "Calm",
                conditions = OnlyFor(tool),
                holdMinutes = 60,
            }
        );
        await tool.SendAsync(tool.Firing("a", Now));
        await tool.SendAsync(tool.Resolved("a", Now, Now.AddSeconds(1)));
        await tool.SendAsync(tool.Firing("a", Now.AddSeconds(2)));

        (await _api.IncidentsOfAsync(tool)).ShouldHaveSingleItem().Text("status").ShouldBe("open");
    }

    [Fact]
    public async Task Rules_are_tried_on_the_last_deliveries_before_they_are_saved()
    {
        var tool = await _api.ConnectAsync(new { grouping = "alert" });
        await tool.SendAsync(tool.Firing("a", Now, "info"), tool.Firing("b", Now));
        await tool.SendAsync(tool.Firing("c", Now));

        var trial = await _api.PostAsync(
            "/api/alert-rules/try",
            new
            {
                rule = new
                {
                    name = "Together",
                    conditions = OnlyFor(tool),
                    groupBy = new[] { "alertname" },
                },
                silence = new
                {
                    reason = "No hints",
                    conditions = (object[])
                        [
                            new
                            {
                                field = "severity",
                                @operator = "is",
                                value = "info",
                            },
                        ],
                    until = Now.AddYears(1),
                },
                deliveries = 2,
            }
        );

        trial["deliveries"]!
            .AsArray()
            .SelectMany(d => d!["alerts"]!.AsArray())
            .Select(a => (a!.Text("key"), a!.Text("outcome")))
            .ShouldBe([("c", "joined"), ("a", "suppressed"), ("b", "opened")]);
        (trial["tried"]!.Number("incidents"), trial["now"]!.Number("incidents")).ShouldBe((1, 3));
        (await _api.IncidentsOfAsync(tool)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Rules_are_changed_ordered_and_removed()
    {
        await using var one = await RuleAsync(new { name = "One", conditions = Never });
        await using var two = await RuleAsync(new { name = "Two", conditions = Never });
        var path = "/api/alert-rules/" + one.Id;

        var changed = await _api.SendAsync(
            HttpMethod.Put,
            path,
            new
            {
                name = "First",
                conditions = Never,
                action = "ignore",
            },
            HttpStatusCode.OK,
            "\"1\""
        );
        (changed.Text("name"), changed.Text("action"), changed.Number("version")).ShouldBe(
            ("First", "ignore", 2)
        );
        await _api.SendAsync(
            HttpMethod.Put,
            path,
            new { name = "Late", conditions = Never },
            HttpStatusCode.PreconditionFailed,
            "\"1\""
        );

        await _api.SendAsync(
            HttpMethod.Put,
            "/api/alert-rules/order",
            new { ids = new[] { two.Id } },
            HttpStatusCode.Conflict
        );
        var ordered = await _api.SendAsync(
            HttpMethod.Put,
            "/api/alert-rules/order",
            new { ids = new[] { two.Id, one.Id } },
            HttpStatusCode.OK
        );
        ordered.Items().Select(r => r.Text("name")).ShouldBe(["Two", "First"]);
    }

    [Theory]
    [InlineData("""{"conditions":[]}""", "name")]
    [InlineData("""{"name":"x","groupMinutes":5}""", "groupMinutes")]
    [InlineData("""{"name":"x","action":"attach"}""", "groupBy")]
    [InlineData("""{"name":"x","occurrences":2}""", "occurrenceMinutes")]
    [InlineData("""{"name":"x","stormIncidents":2}""", "stormMinutes")]
    [InlineData("""{"name":"x","holdMinutes":-1}""", "holdMinutes")]
    [InlineData(
        """{"name":"x","conditions":[{"field":"title","operator":"matches","value":"("}]}""",
        "conditions[0].value"
    )]
    public async Task Names_the_field_that_is_wrong(string body, string field) =>
        (await _api.PostAsync("/api/alert-rules", JsonNode.Parse(body), HttpStatusCode.BadRequest))[
            "errors"
        ]!
            [field]
            .ShouldNotBeNull();

    [Theory]
    [InlineData("9999-12-31T00:00:00Z", "9999-12-31T23:00:00Z", "from")]
    [InlineData("2020-01-01T00:00:00Z", "2019-01-01T00:00:00Z", "until")]
    [InlineData(null, "2020-01-01T00:00:00Z", "until")]
    [InlineData(null, null, "until")]
    public async Task Names_the_time_of_a_silence_that_is_wrong(
        string? from,
        string? until,
        string field
    ) => (
            await _api.PostAsync(
                "/api/silences",
                new
                {
                    reason = "x",
                    conditions = Never,
                    from,
                    until,
                },
                HttpStatusCode.BadRequest
            )
        )["errors"]![field].ShouldNotBeNull();

    [Fact]
    public async Task Responders_silence_and_only_managers_of_sources_change_rules()
    {
        var responder = IntakeClient.For(fixture.Host, Scope.IncidentsWrite);
        await responder.PostAsync("/api/alert-rules", new { name = "x" }, HttpStatusCode.Forbidden);
        await responder.PostAsync(
            "/api/silences",
            new { reason = "x", conditions = Never },
            HttpStatusCode.BadRequest
        );
    }

    private static object[] Never =>
        [
            new
            {
                field = "title",
                @operator = "is",
                value = "never",
            },
        ];

    private protected static object[] OnlyFor(MonitoringTool tool) =>
        [
            new
            {
                field = "service",
                @operator = "is",
                value = tool.Service,
            },
        ];

    protected static JsonObject Body(params JsonObject[] alerts) =>
        new() { ["version"] = "4", ["alerts"] = new JsonArray(alerts) };

    private static JsonObject Replica(MonitoringTool tool, string fingerprint, string replica)
    {
        var alert = tool.Firing(fingerprint, Now);
        alert["labels"]!["instance"] = "n1";
        alert["labels"]!["replica"] = replica;
        return alert;
    }

    private protected async Task<TemporaryRule> RuleAsync(object rule) =>
        new(
            _api,
            (await _api.PostAsync("/api/alert-rules", rule, HttpStatusCode.Created)).Text("id")
        );

    private protected sealed class TemporaryRule(IntakeClient api, string id) : IAsyncDisposable
    {
        public string Id => id;

        public async ValueTask DisposeAsync() => await api.DeleteAsync("/api/alert-rules/" + id);
    }
}

public sealed class AlertRuleApiTestsOnSqlite(SqliteHost host)
    : AlertRuleApiTests(host),
        IClassFixture<SqliteHost>;

public sealed class AlertRuleApiTestsOnPostgreSql(PostgreSqlHost host)
    : AlertRuleApiTests(host),
        IClassFixture<PostgreSqlHost>
{
    private readonly PostgreSqlHost _host = host;

    /// <summary>A9, with two processes that decide at the same time.</summary>
    [Fact]
    public async Task Two_replicas_use_the_same_rules_and_open_one_incident()
    {
        await using var other = await PirTestHost.StartAsync(_host.Store, [new IntakeModule()]);
        var api = IntakeClient.For(_host.Host);
        var (tool, probe) = (await api.ConnectAsync(), (await api.ConnectAsync()).At(other));
        await ProbeAsync(probe); // Now the other replica has read the rules.
        await using var grouping = await RuleAsync(
            new
            {
                name = "One for all",
                conditions = OnlyFor(tool),
                groupBy = new[] { "service" },
                occurrences = 2,
                occurrenceMinutes = 60,
            }
        );
        await using var ignoring = await RuleAsync(
            new
            {
                name = "Probe",
                conditions = OnlyFor(probe),
                action = "ignore",
            }
        );
        await Eventually.Until(async () => await ProbeAsync(probe) == "ignored");

        var there = tool.At(other);
        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i =>
                    (i % 2 == 0 ? tool : there).SendAsync(
                        tool.Firing("f" + i, TimeProvider.System.GetUtcNow().UtcDateTime)
                    )
                )
        );

        var incident = (await api.IncidentsOfAsync(tool)).ShouldHaveSingleItem();
        incident.Number("alertCount").ShouldBe(40);
    }

    /// <summary>The outcome of a new alert.</summary>
    private static async Task<string> ProbeAsync(MonitoringTool probe)
    {
        var alert = probe.Firing(
            Guid.CreateVersion7().ToString("N"),
            TimeProvider.System.GetUtcNow().UtcDateTime
        );
        return (await probe.PostAsync(Body(alert)))["alerts"]![0]!.Text("outcome");
    }
}
