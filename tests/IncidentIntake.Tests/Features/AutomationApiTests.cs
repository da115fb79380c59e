using System.Net;
using System.Text.Json.Nodes;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Consumers;
using Pir.Platform.Messaging;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>Automation rules act on events of incidents, once (A10).</summary>
public abstract class AutomationApiTests(IntakeHost host)
{
    private const HttpStatusCode Created = HttpStatusCode.Created;
    private readonly string _mark = Guid.CreateVersion7().ToString("N")[^8..];

    private IntakeClient Api => IntakeClient.For(host.Host);

    [Fact]
    public async Task A_rule_assigns_engages_adds_a_task_posts_a_link_and_notifies_A10()
    {
        var subscription = Guid.CreateVersion7();
        await RuleAsync(
            "opened",
            ["sev1"],
            new
            {
                kind = "assignRole",
                role = "scribe",
                person = new { name = "Sam" },
            },
            new { kind = "engageTeam", team = Named("Network") },
            new
            {
                kind = "addTask",
                text = "Check the queue",
                team = "Network",
            },
            new
            {
                kind = "postLink",
                url = "https://wiki.example.org/run",
                text = "Runbook",
            },
            new
            {
                kind = "notify",
                audience = "Management",
                subscriptionId = subscription,
                text = "Severe",
            }
        );

        var severe = await OpenAsync("sev1");
        var minor = await OpenAsync("sev4");

        var run = (await RunsAsync(severe, 1)).ShouldHaveSingleItem();
        run.Text("trigger").ShouldBe("opened");
        var effects = run["effects"]!.AsArray();
        effects
            .Select(e => e!.Text("text"))
            .ShouldBe([
                "assign scribe to Sam",
                $"engage {Named("Network")}",
                "add the task \"Check the queue\" for Network",
                "post https://wiki.example.org/run",
                "tell Management",
            ]);
        effects.ShouldAllBe(e => e!["why"] == null);
        var now = await Api.GetAsync($"/api/incidents/{severe}");
        now["roles"]![0]!["person"]!.Text("name").ShouldBe("Sam");
        var task = (await Api.GetAsync($"/api/incidents/{severe}/tasks")).Items().Single();
        (task.Text("text"), task.Text("team")).ShouldBe(("Check the queue", "Network"));
        var engaged = await Api.GetAsync($"/api/incidents/{severe}/engagements");
        engaged["engagements"]![0]!.Text("team").ShouldBe(Named("Network"));
        await Eventually.Until(() =>
            Told(severe, typeof(IncidentNoticeRequested)).Count == 1
            && Told(severe, typeof(IncidentLinkPosted)).Count == 1
        );
        (await RunsAsync(minor, 0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_that_arrives_twice_runs_a_rule_once_A10()
    {
        await RuleAsync("resolved", [], new { kind = "addTask", text = "Write it down" });
        var incident = await OpenAsync("sev3");
        await Api.PostAsync($"/api/incidents/{incident}/resolve");
        await RunsAsync(incident, 1);
        await Eventually.Until(() => Told(incident, typeof(IncidentResolved)).Count == 1);

        var again = Told(incident, typeof(IncidentResolved)).Single();
        await host.Host.TellAsync(new(Guid.CreateVersion7(), EventCatalog.Intake, [again]));

        (await RunsAsync(incident, 1)).ShouldHaveSingleItem();
        (await Api.GetAsync($"/api/incidents/{incident}/tasks")).Items().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_rule_does_not_undo_what_a_person_decided_A10()
    {
        await RuleAsync(
            "severityChanged",
            ["sev1"],
            new
            {
                kind = "assignRole",
                role = "incidentCommander",
                person = new { name = "Rule" },
            }
        );
        var incident = await OpenAsync("sev3");
        await Api.PostAsync(
            $"/api/incidents/{incident}/roles",
            new { role = "incidentCommander", name = "Ada" }
        );

        await Api.PostAsync($"/api/incidents/{incident}/severity", new { severity = "sev1" });

        var effect = (await RunsAsync(incident, 1)).Single()["effects"]![0]!;
        effect.Text("why").ShouldBe("Ada has the role already");
        var role = (await Api.GetAsync($"/api/incidents/{incident}"))["roles"]!.AsArray();
        role.ShouldHaveSingleItem()!["person"]!.Text("name").ShouldBe("Ada");
    }

    [Fact]
    public async Task A_rule_for_a_label_runs_for_the_alerts_that_have_it_A10()
    {
        var tool = await Api.ConnectAsync();
        await Api.PostAsync(
            "/api/automation/rules",
            new
            {
                name = Named("label"),
                trigger = "opened",
                services = new[] { tool.Service },
                labels = new[] { $"service={tool.Service}" },
                steps = new[] { new { kind = "addTask", text = "Labelled" } },
            },
            Created
        );
        await Api.PostAsync(
            "/api/automation/rules",
            new
            {
                name = Named("other"),
                trigger = "opened",
                services = new[] { tool.Service },
                labels = new[] { "service=another" },
                steps = new[] { new { kind = "addTask", text = "Not labelled" } },
            },
            Created
        );

        await tool.SendAsync(
            tool.Firing("a", TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1))
        );

        var incident = (await Api.IncidentsOfAsync(tool)).Single().Text("reference");
        (await RunsAsync(incident, 1)).ShouldHaveSingleItem().Text("rule").ShouldBe(Named("label"));
    }

    [Fact]
    public async Task A_rule_is_tried_before_it_is_saved_and_does_nothing_A10()
    {
        var incident = await OpenAsync("sev2");
        var rule = new
        {
            name = "Trial",
            trigger = "opened",
            services = new[] { Named("shop") },
            steps = new[] { new { kind = "engageTeam", team = "Network" } },
        };

        var tried = await Api.PostAsync("/api/automation/try", new { rule });

        var match = tried["incidents"]!
            .AsArray()
            .Where(i => i!["isMatch"]!.GetValue<bool>())
            .ShouldHaveSingleItem()!;
        match.Text("reference").ShouldBe(incident);
        match["effects"]![0]!.Text("text").ShouldBe("engage Network");
        var engaged = await Api.GetAsync($"/api/incidents/{incident}/engagements");
        engaged["engagements"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_field_of_a_rule_is_named_A10()
    {
        var wrong = await Api.PostAsync(
            "/api/automation/rules",
            new
            {
                name = "Wrong",
                labels = new[] { "region" },
                steps = new object[]
                {
                    new { kind = "assignRole", person = new { name = "Sam" } },
                    new { kind = "postLink", url = "ftp://example.org" },
                    new
                    {
                        kind = "addTask",
                        text = "Call",
                        person = new { },
                    },
                },
            },
            HttpStatusCode.BadRequest
        );

        string Rule(string field) => wrong["errors"]![field]![0]!.GetValue<string>();
        Rule("trigger").ShouldBe("is required");
        Rule("labels").ShouldBe("must be written name=value");
        Rule("steps[0].role").ShouldBe("is required");
        Rule("steps[2].person.name").ShouldBe("is required");
        Rule("steps[1].url").ShouldBe("must be an http or https address");
    }

    /// <summary>Therefore rules cannot start each other.</summary>
    [Fact]
    public void No_step_causes_an_event_that_starts_a_rule_A10()
    {
        Type[] caused =
        [
            typeof(IncidentRoleAssigned),
            typeof(IncidentEngaged),
            typeof(IncidentTaskAdded),
            typeof(IncidentLinkPosted),
            typeof(IncidentNoticeRequested),
        ];
        var starting = typeof(RunAutomation)
            .GetInterfaces()
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IHandle<>))
            .Select(i => i.GetGenericArguments()[0]);

        starting.Intersect(caused).ShouldBeEmpty();
        caused.Length.ShouldBe(Enum.GetValues<AutomationStepKind>().Length);
    }

    private string Named(string name) => $"{name}-{_mark}";

    private async Task<string> OpenAsync(string severity) =>
        (
            await Api.PostAsync(
                "/api/incidents",
                new
                {
                    title = "Down",
                    severity,
                    service = Named("shop"),
                },
                Created
            )
        ).Text("reference");

    private Task<JsonNode> RuleAsync(string trigger, string[] severities, params object[] steps) =>
        Api.PostAsync(
            "/api/automation/rules",
            new
            {
                name = Named("rule"),
                trigger,
                severities,
                services = new[] { Named("SHOP") },
                steps,
            },
            Created
        );

    /// <summary>The runs in an incident, once there are as many.</summary>
    private Task<IReadOnlyList<JsonNode>> RunsAsync(string incident, int count) =>
        Eventually.Get(async () =>
        {
            var runs = (await Api.GetAsync($"/api/incidents/{incident}/automation")).Items();
            return runs.Count >= count ? runs : null;
        })!;

    private List<EventEnvelope> Told(string incident, Type fact) =>
        [
            .. host
                .Host.Published.Where(e => e.Type == EventCatalog.Of(fact).Name)
                .Where(e =>
                    "INC-" + e.Data.GetProperty("incident").GetProperty("number") == incident
                ),
        ];

    [Collection(OnSqlite.Name)]
    public sealed class Sqlite(SqliteHost host) : AutomationApiTests(host);

    [Collection(OnPostgreSql.Name)]
    public sealed class PostgreSql(PostgreSqlHost host) : AutomationApiTests(host);
}
