using System.Text.Json;
using System.Text.Json.Nodes;
using Pir.Contracts.Api;
using Pir.Contracts.Connections;
using Pir.Contracts.Events;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>
/// Deliveries with a missing part: the rest counts, and the missing part is shown.
/// </summary>
public abstract class PartlyReadTests(IntakeHost fixture)
{
    private readonly IntakeClient _api = IntakeClient.For(fixture.Host);

    [Fact]
    public async Task A_source_that_loses_a_part_of_every_storm_shows_it_until_one_is_whole()
    {
        var tool = await GenericAsync();
        await tool.DeliverAsync("""{"title":"Whole","key":"w"}""");
        await Eventually.Until(async () => (await HealthAsync(tool)).Text("state") == "healthy");

        await tool.DeliverAsync("""{"title":"A0","key":"pk0","d":" """.TrimEnd());
        await tool.DeliverAsync("""[{"title":"p","key":"p"},"x"]""");
        await tool.DeliverAsync(
            "{\"title\":\"L\",\"key\":\"l\",\"d\":\"" + new string('x', 1_100_000)
        );

        // What is written behind is written by the time another source is seen to be healthy.
        var other = await GenericAsync();
        await other.DeliverAsync("""{"title":"a","key":"a"}""");
        await Eventually.Until(async () => (await HealthAsync(other)).Text("state") == "healthy");
        var health = await HealthAsync(tool);
        (health.Text("state"), health.Number("failures")).ShouldBe(("failing", 3));
        (await _api.GetAsync("/api/sources?limit=200"))
            .Items()
            .Single(s => s.Text("id") == tool.Id)["health"]!
            .ToJsonString()
            .ShouldBe(health.ToJsonString());
        await Eventually.Until(() => TurnsOf(tool).Count == 1, description: "it is told");
        TurnsOf(tool)[0].Health.State.ShouldBe(ConnectionState.Failing);

        await tool.DeliverAsync("""{"title":"Whole","key":"w"}""");
        await Eventually.Until(async () => (await HealthAsync(tool)).Text("state") == "healthy");
    }

    [Fact]
    public async Task Reading_it_again_does_not_bring_back_what_is_missing()
    {
        var tool = await GenericAsync();
        var answer = await tool.DeliverAsync("""[{"title":"p","key":"p"},"x"]""");
        var path = "/api/deliveries/" + answer.Text("deliveryId");

        var replayed = await _api.PostAsync(path + "/replay");

        (replayed.Text("status"), replayed.Number("accepted")).ShouldBe(("failed", 1));
        replayed["error"]!.Text("detail").ShouldBe("The 2nd entry is not an alert.");
        (await _api.GetAsync(path)).Text("status").ShouldBe("failed");
        (await HealthAsync(tool)).Text("state").ShouldBe("failing");
    }

    [Fact]
    public async Task What_came_while_the_source_was_off_says_what_is_missing_once_it_is_read()
    {
        var tool = await GenericAsync();
        await _api.PatchAsync("/api/sources/" + tool.Id, new { isEnabled = false });
        var answer = await tool.DeliverAsync("""[{"title":"p","key":"p"},"x"]""");
        await _api.PatchAsync("/api/sources/" + tool.Id, new { isEnabled = true });
        var path = "/api/deliveries/" + answer.Text("deliveryId");

        (await _api.PostAsync(path + "/replay")).Text("status").ShouldBe("failed");

        var delivery = await _api.GetAsync(path);
        (delivery.Text("status"), delivery.Number("accepted")).ShouldBe(("failed", 1));
        delivery["error"]!.Text("detail").ShouldBe("The 2nd entry is not an alert.");
    }

    [Fact]
    public async Task One_host_s_recovery_ends_only_its_own_failure()
    {
        var tool = await GenericAsync();

        await tool.DeliverAsync("""{"name":"Ping","host":"a","status":"down"}""");
        Outcome(await tool.DeliverAsync("""{"name":"Ping","host":"b","status":"down"}"""))
            .ShouldBe("opened");
        Outcome(await tool.DeliverAsync("""{"name":"Ping","host":"b","status":"up"}"""))
            .ShouldBe("resolved");

        (await IncidentsAsync(tool)).Select(i => i.Text("status")).ShouldBe(["open", "resolved"]);
    }

    [Fact]
    public async Task A_doubtful_word_in_a_title_is_told_only_where_it_did_not_count()
    {
        var tool = await GenericAsync();
        await tool.DeliverAsync("""{"title":"PROBLEM: Disk full"}""");
        await tool.DeliverAsync("""{"title":"RECOVERY: Disk full"}""");
        await tool.DeliverAsync("""{"title":"Recovery: replication lag 900 s"}""");

        var incidents = await IncidentsAsync(tool);
        incidents.Select(i => i.Text("status")).ShouldBe(["resolved", "open"]);
        Notices(incidents[0])
            .ShouldHaveSingleItem()
            .ShouldContain("so “RECOVERY” at the start of the title was used");
        Notices(incidents[1]).ShouldHaveSingleItem().ShouldContain("was ignored");
    }

    [Fact]
    public async Task How_a_body_was_mended_stands_on_its_incident_and_beside_its_delivery()
    {
        var tool = await GenericAsync();

        var answer = await tool.DeliverAsync("""{"title":"a" "key":"k"}""");
        var failed = await tool.DeliverAsync("""[{"title":"b" "key":"b"},7]""");

        Notices((await IncidentsAsync(tool))[0]).ShouldHaveSingleItem().ShouldContain("comma");
        foreach (var delivery in (JsonNode[])[answer, failed])
        {
            (await _api.GetAsync("/api/deliveries/" + delivery.Text("deliveryId")))
                .ToJsonString()
                .ShouldContain("comma");
        }
    }

    [Fact]
    public async Task The_limit_is_told_in_the_words_of_the_docs()
    {
        var tool = await GenericAsync();

        var answer = await tool.DeliverAsync(
            "{\"title\":\"L\",\"key\":\"l\",\"d\":\"" + new string('x', 1_100_000)
        );

        answer["error"]!.Text("detail").ShouldContain("larger than 1 MiB.");
    }

    private Task<MonitoringTool> GenericAsync() => _api.ConnectAsync(new { kind = "generic" });

    private async Task<JsonNode> HealthAsync(MonitoringTool tool) =>
        (await _api.GetAsync("/api/sources/" + tool.Id))["health"]!;

    private async Task<IReadOnlyList<JsonNode>> IncidentsAsync(MonitoringTool tool)
    {
        var all = await _api.GetAsync("/api/incidents?limit=200");
        return [.. all.Items().Where(i => i["sourceId"]?.ToString() == tool.Id).Reverse()];
    }

    private List<SourceHealthChanged> TurnsOf(MonitoringTool tool) =>
        [
            .. fixture
                .Host.Published.Where(e =>
                    e.Type == "pir.source.health-changed.v1" && e.Subject == tool.Id
                )
                .Select(e => e.Data.Deserialize<SourceHealthChanged>(EventJson.Options)!),
        ];

    private static string Outcome(JsonNode answer) =>
        answer["alerts"]!.AsArray().ShouldHaveSingleItem()!.Text("outcome");

    private static IEnumerable<string> Notices(JsonNode incident) =>
        incident["notices"]!.AsArray().Select(n => n!.ToString());
}

[Collection(OnSqlite.Name)]
public sealed class PartlyReadTestsOnSqlite(SqliteHost host) : PartlyReadTests(host);

[Collection(OnPostgreSql.Name)]
public sealed class PartlyReadTestsOnPostgreSql(PostgreSqlHost host) : PartlyReadTests(host);
