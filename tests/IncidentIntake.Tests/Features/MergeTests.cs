using System.Net;
using System.Text.Json.Nodes;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>Duplicates are merged, and merges undone.</summary>
public abstract class MergeTests(IntakeHost fixture)
{
    private static readonly DateTime Start = Now.AddMinutes(-30);

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    private readonly IntakeClient _api = IntakeClient.For(fixture.Host);
    private readonly string _mark = "merge-" + Guid.CreateVersion7().ToString("N")[^8..];

    [Fact]
    public async Task Alerts_of_a_merged_incident_and_their_later_firings_belong_to_the_other()
    {
        var tool = await _api.ConnectAsync();
        var source = await FiringAsync(tool, "a");
        var target = await FiringAsync(tool, "b");

        await MergeAsync(source, target);

        (await FingerprintsAsync(target)).ShouldBe(["a", "b"]);
        (await FingerprintsAsync(source)).ShouldBe(["a"]); // Those that it handed over.
        (await ReadAsync(target)).Number("firingAlertCount").ShouldBe(2);

        await tool.SendAsync(tool.Resolved("a", Start, Start.AddMinutes(5)));
        await tool.SendAsync(tool.Firing("a", Start.AddMinutes(6)));

        (await _api.IncidentsOfAsync(tool)).Single().Text("reference").ShouldBe(target);
        (await ReadAsync(target)).Number("alertCount").ShouldBe(3);
        (await ReadAsync(target)).Number("firingAlertCount").ShouldBe(2);
    }

    [Fact]
    public async Task Undoing_a_merge_restores_status_and_alerts()
    {
        var tool = await _api.ConnectAsync();
        var source = await FiringAsync(tool, "a");
        var target = await FiringAsync(tool, "b");
        await _api.PostAsync($"/api/incidents/{source}/acknowledge");
        await MergeAsync(source, target);
        var again = Now;
        await tool.SendAsync(tool.Firing("a", again));

        var restored = await _api.PostAsync($"/api/incidents/{source}/unmerge");

        restored.Text("status").ShouldBe("acknowledged");
        restored["mergedInto"].ShouldBeNull();
        restored.Number("alertCount").ShouldBe(2);
        restored.Number("firingAlertCount").ShouldBe(1);
        (await FingerprintsAsync(target)).ShouldBe(["b"]);
        (await ReadAsync(target)).Number("alertCount").ShouldBe(1);
        await tool.SendAsync(tool.Resolved("a", again, Now));
        (await ReadAsync(source)).Text("status").ShouldBe("resolved");
        (await ReadAsync(target)).Text("status").ShouldBe("open");
        await Refused($"/api/incidents/{source}/unmerge", null, "not-merged");
    }

    [Fact]
    public async Task Old_addresses_keep_working_and_say_where_it_went()
    {
        var (source, target) = (await OpenAsync("old"), await OpenAsync("kept"));
        var id = (await ReadAsync(source)).Text("id");

        await MergeAsync(source, target, "seen twice");

        foreach (var name in (string[])[source, id, source["INC-".Length..]])
        {
            var found = await ReadAsync(name);
            found.Text("reference").ShouldBe(source);
            found.Text("status").ShouldBe("closed");
            found["mergedInto"]!
                .Number("number")
                .ShouldBe((await ReadAsync(target)).Number("number"));
        }

        (await LinksAsync(source)).ShouldBe(["mergedInto " + target]);
        (await LinksAsync(target)).ShouldBe(["merged " + source]);
        await Refused($"/api/incidents/{source}/reopen", new { reason = "wrong" }, "merged");
        await Refused($"/api/incidents/{source}/severity", new { severity = "sev1" }, "merged");
    }

    [Fact]
    public async Task A_merged_incident_is_in_no_list_and_no_number_unless_asked()
    {
        var (source, target) = (await OpenAsync("a"), await OpenAsync("b"));
        await MergeAsync(source, target);

        (await ListAsync($"service={_mark}")).ShouldBe([target]);
        (await ListAsync($"service={_mark}&merged=true")).ShouldBe([source]);
        (await ListAsync($"q={source}")).ShouldContain(source);
        (await _api.GetAsync($"/api/incidents/statistics?service={_mark}&days=1"))
            .Number("n")
            .ShouldBe(1);
        (await ListAsync($"service={_mark}&status=closed")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_merged_into_a_merged_incident_goes_along_and_comes_back_alone()
    {
        var tool = await _api.ConnectAsync();
        var first = await FiringAsync(tool, "a");
        var second = await FiringAsync(tool, "b");
        var third = await FiringAsync(tool, "c");
        await MergeAsync(first, second);
        await MergeAsync(second, third);

        (await LinksAsync(third)).ShouldBe(["merged " + first, "merged " + second]);
        (await FingerprintsAsync(third)).ShouldBe(["a", "b", "c"]);

        await _api.PostAsync($"/api/incidents/{second}/unmerge");

        (await FingerprintsAsync(second)).ShouldBe(["b"]);
        (await LinksAsync(third)).ShouldBe(["merged " + first]);
        await _api.PostAsync($"/api/incidents/{first}/unmerge");
        (await FingerprintsAsync(first)).ShouldBe(["a"]);
        (await FingerprintsAsync(third)).ShouldBe(["c"]);
    }

    [Fact]
    public async Task A_group_of_a_rule_finds_the_incident_that_its_own_was_merged_into()
    {
        var tool = await _api.ConnectAsync();
        var rule = await _api.PostAsync(
            "/api/alert-rules",
            new
            {
                name = "one incident for a service " + tool.Service,
                conditions = new[]
                {
                    new
                    {
                        field = "service",
                        @operator = "is",
                        value = tool.Service,
                    },
                },
                groupBy = new[] { "service" },
            },
            HttpStatusCode.Created
        );
        var source = await FiringAsync(tool, "a");
        var target = await OpenAsync("kept");
        await MergeAsync(source, target);

        await tool.SendAsync(tool.Firing("new", Start));

        (await FingerprintsAsync(target)).ShouldBe(["a", "new"]);
        await _api.DeleteAsync("/api/alert-rules/" + rule.Text("id"));
    }

    [Fact]
    public async Task Merging_again_changes_nothing_and_a_stale_or_wrong_merge_is_refused()
    {
        var (source, target) = (await OpenAsync("a"), await OpenAsync("b"));
        var (done, drill) = (await OpenAsync("c"), await OpenAsync("d", isDrill: true));
        await _api.PostAsync($"/api/incidents/{done}/resolve");
        var path = $"/api/incidents/{source}/merge";
        await _api.PostAsync(
            path,
            new { into = target, version = 99 },
            HttpStatusCode.PreconditionFailed
        );
        await Refused(path, new { into = done }, "invalid-transition");
        await Refused(path, new { into = drill }, "drill-mismatch");
        var worse = await OpenAsync("e");
        await _api.PostAsync($"/api/incidents/{worse}/severity", new { severity = "sev1" });
        await _api.PostAsync($"/api/incidents/{worse}/resolve");
        await Refused($"/api/incidents/{worse}/merge", new { into = done }, "severity-lower");
        (await WrongAsync(path, new { into = source })).ShouldBe("must be another incident");
        (await WrongAsync(path, new { into = "INC-99999999" })).ShouldBe(
            "must name an incident that exists"
        );
        (await WrongAsync(path, new { into = "x" })).ShouldStartWith("must be an incident's id");

        await MergeAsync(source, target);
        var version = (await ReadAsync(source)).Number("version");
        await MergeAsync(source, target);

        (await ReadAsync(source)).Number("version").ShouldBe(version);
        await Refused($"/api/incidents/{target}/merge", new { into = source }, "merged");
    }

    [Fact]
    public async Task Each_end_tells_of_a_merge_and_of_its_undoing()
    {
        var (source, target) = (await OpenAsync("a"), await OpenAsync("b"));
        var (from, to) = (await IdAsync(source), await IdAsync(target));
        await MergeAsync(source, target, "seen twice");
        await _api.PostAsync($"/api/incidents/{source}/unmerge");

        await Eventually.Until(() => Types(to).Contains("pir.incident.unlinked.v1"));

        Types(from)
            .ShouldBe([
                "pir.incident.opened.v1",
                "pir.incident.merged.v1",
                "pir.incident.unmerged.v1",
            ]);
        Types(to)
            .ShouldBe([
                "pir.incident.opened.v1",
                "pir.incident.linked.v1",
                "pir.incident.unlinked.v1",
            ]);
    }

    [Fact]
    public async Task An_incident_that_others_are_merged_into_is_not_deleted_with_them()
    {
        var (source, target) = (await OpenAsync("a"), await OpenAsync("b"));
        await MergeAsync(source, target);

        var refused = await _api.SendAsync(
            HttpMethod.Delete,
            "/api/incidents/" + target,
            null,
            HttpStatusCode.Conflict
        );

        refused.Text("code").ShouldBe("has-merged");
        refused.Text("detail").ShouldContain(source);
        await _api.DeleteAsync("/api/incidents/" + source);
        await _api.DeleteAsync("/api/incidents/" + target);
    }

    [Fact]
    public async Task A_merge_and_a_deletion_at_the_same_moment_leave_no_half()
    {
        for (var round = 0; round < 5; round++)
        {
            var tool = await _api.ConnectAsync();
            var source = await FiringAsync(tool, "a");
            var target = await OpenAsync("b");
            var http = fixture.Host.Client();
            var merge = http.PostAsync(
                $"/api/incidents/{source}/merge",
                System.Net.Http.Json.JsonContent.Create(new { into = target })
            );
            var deletion = http.DeleteAsync("/api/incidents/" + target);

            var codes = ((await merge).StatusCode, (await deletion).StatusCode);

            codes.ShouldBeOneOf(
                (HttpStatusCode.OK, HttpStatusCode.Conflict),
                (HttpStatusCode.BadRequest, HttpStatusCode.NoContent)
            );
            (await FingerprintsAsync(source)).ShouldBe(["a"]);
        }
    }

    [Fact]
    public async Task Open_incidents_that_may_be_the_same_are_offered_and_never_block()
    {
        var first = await OpenAsync("Payments time out");
        var (drill, done) = (await OpenAsync("x", isDrill: true), await OpenAsync("y"));
        await _api.PostAsync($"/api/incidents/{done}/resolve");

        var offered = await _api.GetAsync($"/api/incidents/similar?title=timeouts&service={_mark}");
        var opened = await _api.PostAsync(
            "/api/incidents",
            new { title = "Payments are slow", service = _mark.ToUpperInvariant() },
            HttpStatusCode.Created
        );

        // Other tests may have opened some with a similar title; the likely one comes first.
        offered.Items()[0]["incident"]!
            .Text("reference")
            .ShouldBe(first);
        var similar = opened["similar"]!.AsArray()[0]!;
        similar["incident"]!.Text("reference").ShouldBe(first);
        similar["because"]!
            .AsArray()
            .Select(b => b!.GetValue<string>())
            .ShouldBe(["sameService", "similarTitle", "sameTime"]);
        drill.ShouldNotBe(first);
        (await ReadAsync(first))["similar"].ShouldBeNull();
    }

    [Fact]
    public async Task Links_are_seen_from_both_ends_and_can_be_removed()
    {
        var (effect, cause) = (await OpenAsync("effect"), await OpenAsync("cause"));
        await LinkAsync(effect, "causedBy", cause);
        await LinkAsync(effect, "causedBy", cause); // Again changes nothing.
        await LinkAsync(cause, "parentOf", effect);
        await LinkAsync(cause, "relatedTo", effect);

        (await LinksAsync(effect)).ShouldBe([
            "relatedTo " + cause,
            "causedBy " + cause,
            "childOf " + cause,
        ]);
        (await LinksAsync(cause)).ShouldBe([
            "relatedTo " + effect,
            "causeOf " + effect,
            "parentOf " + effect,
        ]);
        var links = (await _api.GetAsync($"/api/incidents/{cause}/links")).Items();
        foreach (var link in links)
        {
            await _api.DeleteAsync($"/api/incidents/{effect}/links/{link.Text("id")}");
        }

        (await LinksAsync(cause)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_incident_of_a_storm_is_the_parent_of_those_before_it()
    {
        var tool = await _api.ConnectAsync();
        var rule = await _api.PostAsync(
            "/api/alert-rules",
            new
            {
                name = "storm of " + tool.Service,
                conditions = new[]
                {
                    new
                    {
                        field = "service",
                        @operator = "is",
                        value = tool.Service,
                    },
                },
                stormIncidents = 2,
                stormMinutes = 10,
            },
            HttpStatusCode.Created
        );
        var (first, second) = (await FiringAsync(tool, "a"), await FiringAsync(tool, "b"));
        var storm = await FiringAsync(tool, "c");

        await Eventually.Until(async () => (await LinksAsync(storm)).Count == 2);

        (await LinksAsync(storm)).ShouldBe(["parentOf " + first, "parentOf " + second]);
        (await LinksAsync(first)).ShouldBe(["childOf " + storm]);
        await _api.DeleteAsync("/api/alert-rules/" + rule.Text("id"));
    }

    [Fact]
    public async Task Links_that_contradict_others_are_refused()
    {
        var (a, b, c) = (await OpenAsync("a"), await OpenAsync("b"), await OpenAsync("c"));
        await LinkAsync(a, "childOf", b);
        await LinkAsync(b, "childOf", c);

        var path = $"/api/incidents/{c}/links";
        await Refused(path, new { relation = "childOf", incident = a }, "link-cycle");
        await Refused(
            $"/api/incidents/{a}/links",
            new { relation = "childOf", incident = c },
            "has-parent"
        );
        (
            await WrongAsync(path, new { relation = "merged", incident = a }, "relation")
        ).ShouldStartWith("must be relatedTo");
        (await WrongAsync(path, new { relation = "causedBy", incident = c }, "incident")).ShouldBe(
            "must be another incident"
        );
    }

    private async Task<string> FiringAsync(MonitoringTool tool, string fingerprint)
    {
        await tool.SendAsync(tool.Firing(fingerprint, Start));
        return (await _api.IncidentsOfAsync(tool))[^1].Text("reference");
    }

    private async Task<string> OpenAsync(string title, bool isDrill = false) =>
        (
            await _api.PostAsync(
                "/api/incidents",
                new
                {
                    title = $"{title} {_mark}",
                    service = _mark,
                    isDrill,
                },
                HttpStatusCode.Created
            )
        ).Text("reference");

    private Task<JsonNode> MergeAsync(string source, string target, string? reason = null) =>
        _api.PostAsync($"/api/incidents/{source}/merge", new { into = target, reason });

    private Task<JsonNode> LinkAsync(string incident, string relation, string other) =>
        _api.PostAsync($"/api/incidents/{incident}/links", new { relation, incident = other });

    private Task<JsonNode> ReadAsync(string incident) =>
        _api.GetAsync("/api/incidents/" + incident);

    private async Task<Guid> IdAsync(string incident) =>
        Guid.Parse((await ReadAsync(incident)).Text("id"));

    private async Task<IReadOnlyList<string>> FingerprintsAsync(string incident) =>
        [
            .. (await _api.GetAsync($"/api/incidents/{incident}/alerts"))
                .Items()
                .Select(a => a.Text("fingerprint"))
                .Order(StringComparer.Ordinal),
        ];

    private async Task<IReadOnlyList<string>> LinksAsync(string incident) =>
        [
            .. (await _api.GetAsync($"/api/incidents/{incident}/links"))
                .Items()
                .Select(l => $"{l.Text("relation")} {l["incident"]!.Text("reference")}"),
        ];

    private async Task<IReadOnlyList<string>> ListAsync(string query) =>
        [
            .. (await _api.GetAsync($"/api/incidents?{query}"))
                .Items()
                .Select(i => i.Text("reference")),
        ];

    private async Task Refused(string path, object? body, string code) =>
        (await _api.PostAsync(path, body, HttpStatusCode.Conflict)).Text("code").ShouldBe(code);

    private async Task<string> WrongAsync(string path, object body, string field = "into") =>
        (await _api.PostAsync(path, body, HttpStatusCode.BadRequest))["errors"]![field]![
            0
        ]!.GetValue<string>();

    private IReadOnlyList<string> Types(Guid incident) =>
        [
            .. fixture
                .Host.Published.Where(e => e.Subject == incident.ToString())
                .Select(e => e.Type),
        ];
}

[Collection(OnSqlite.Name)]
public sealed class MergeOnSqlite(SqliteHost fixture) : MergeTests(fixture);

[Collection(OnPostgreSql.Name)]
public sealed class MergeOnPostgreSql(PostgreSqlHost fixture) : MergeTests(fixture);
