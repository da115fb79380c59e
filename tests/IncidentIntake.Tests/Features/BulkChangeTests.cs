using System.Net;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>Changes of several incidents in one request, and their undo.</summary>
public abstract class BulkChangeTests(IntakeHost fixture)
{
    private readonly IntakeClient _api = IntakeClient.For(fixture.Host);
    private readonly string _mark = "bulk-" + Guid.CreateVersion7().ToString("N")[^8..];

    [Fact]
    public async Task Each_incident_is_changed_or_refused_with_a_reason()
    {
        var open = await OpenAsync("open", "sev3");
        var same = await OpenAsync("same", "sev1");
        var closed = await OpenAsync("closed", "sev3");
        await _api.PostAsync($"/api/incidents/{closed}/resolve");
        await _api.PostAsync($"/api/incidents/{closed}/close");

        var answer = await BulkAsync(
            new { incidents = new[] { open, same, closed, "INC-99999999" }, severity = "sev1" }
        );

        Outcomes(answer).ShouldBe(["changed", "unchanged", "refused", "refused"]);
        answer["items"]![2]!.Text("code").ShouldBe("invalid-transition");
        answer["items"]![2]!.Text("detail").ShouldContain("closed");
        answer["items"]![3]!.Text("code").ShouldBe("not-found");
        (await _api.GetAsync("/api/incidents/" + open)).Text("severity").ShouldBe("sev1");
        (await _api.GetAsync("/api/incidents/" + closed)).Text("severity").ShouldBe("sev3");
    }

    [Fact]
    public async Task An_undo_restores_what_nobody_changed_since()
    {
        var first = await OpenAsync("first", "sev3", "checkout");
        var second = await OpenAsync("second", "sev4", "checkout");
        var third = await OpenAsync("third", "sev4");
        var all = new[] { first, second, third };
        var answer = await BulkAsync(
            new
            {
                incidents = all,
                severity = "sev2",
                service = "shop",
            }
        );
        await _api.PostAsync($"/api/incidents/{third}/severity", new { severity = "sev1" });

        var outcomes = new List<string>();
        foreach (var undo in answer["undo"]!.AsArray())
        {
            outcomes.AddRange(Outcomes(await BulkAsync(undo!)));
        }

        outcomes.Order(StringComparer.Ordinal).ShouldBe(["changed", "changed", "refused"]);
        (await StateAsync(first)).ShouldBe(("sev3", "checkout"));
        (await StateAsync(second)).ShouldBe(("sev4", "checkout"));
        (await StateAsync(third)).ShouldBe(("sev1", "shop"));
    }

    [Fact]
    public async Task Roles_are_handed_over_and_incidents_closed()
    {
        var led = await OpenAsync("led", "sev4");
        var open = await OpenAsync("open", "sev4");
        await _api.PostAsync(
            $"/api/incidents/{led}/roles",
            new { role = "incidentCommander", name = "Robin" }
        );

        var roles = await BulkAsync(
            new
            {
                incidents = new[] { led, open },
                role = "incidentCommander",
                name = "Sam",
            }
        );
        await _api.PostAsync($"/api/incidents/{led}/resolve");
        var closing = await BulkAsync(new { incidents = new[] { led, open }, close = true });

        roles["undo"]!.AsArray().Single()!["incidents"]!.AsArray().Count.ShouldBe(1);
        roles["undo"]![0]!.Text("name").ShouldBe("Robin");
        Outcomes(closing).ShouldBe(["changed", "refused"]);
        closing["undo"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Deletes_those_that_exist()
    {
        var gone = await OpenAsync("gone", "sev3");

        var answer = await _api.PostAsync(
            "/api/incidents/bulk/delete",
            new { incidents = new[] { gone, "INC-99999999" } }
        );

        Outcomes(answer).ShouldBe(["deleted", "refused"]);
        await _api.GetAsync("/api/incidents/" + gone, HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"severity":"sev1"}""", "incidents", "must name between 1 and 200 incidents")]
    [InlineData("""{"incidents":[],"severity":"sev1"}""", "incidents", "must name between")]
    [InlineData("""{"incidents":["INC-1"]}""", "body", "must have details")]
    [InlineData(
        """{"incidents":["INC-1"],"severity":"sev1","close":true}""",
        "body",
        "must have details"
    )]
    [InlineData("""{"incidents":["INC-1"],"role":"scribe"}""", "name", "is required")]
    [InlineData("""{"incidents":["INC-1"],"name":"Sam"}""", "role", "is required with a person")]
    public async Task A_wrong_field_is_named(string body, string field, string rule)
    {
        var problem = await _api.PostAsync(
            "/api/incidents/bulk",
            JsonNode.Parse(body),
            HttpStatusCode.BadRequest
        );

        problem["errors"]![field]![0]!.GetValue<string>().ShouldContain(rule);
    }

    [Fact]
    public async Task Only_those_who_may_delete_one_delete_several()
    {
        using var http = fixture.Host.Client("incidents:read", "incidents:write");
        using var body = new StringContent("""{"incidents":["INC-1"]}""");
        body.Headers.ContentType = new("application/json");

        using var answer = await http.PostAsync("/api/incidents/bulk/delete", body);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private async Task<string> OpenAsync(string title, string severity, string? service = null) =>
        (
            await _api.PostAsync(
                "/api/incidents",
                new
                {
                    title,
                    severity,
                    service,
                    team = _mark,
                },
                HttpStatusCode.Created
            )
        ).Text("id");

    private Task<JsonNode> BulkAsync(object change) =>
        _api.PostAsync("/api/incidents/bulk", change);

    private async Task<(string, string)> StateAsync(string id)
    {
        var incident = await _api.GetAsync("/api/incidents/" + id);
        return (incident.Text("severity"), incident.Text("service"));
    }

    private static List<string> Outcomes(JsonNode answer) =>
        [.. answer["items"]!.AsArray().Select(i => i!.Text("outcome"))];
}

[Collection(OnSqlite.Name)]
public sealed class BulkChangeOnSqlite(SqliteHost host) : BulkChangeTests(host);

[Collection(OnPostgreSql.Name)]
public sealed class BulkChangeOnPostgreSql(PostgreSqlHost host) : BulkChangeTests(host);
