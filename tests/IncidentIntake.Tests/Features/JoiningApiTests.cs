using System.Net;
using System.Text.Json.Nodes;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>A person asks to join an incident and the commander decides (B4).</summary>
public abstract class JoiningApiTests(IntakeHost host)
{
    private const string Requested = "pir.incident.join-requested.v1";
    private const string Decided = "pir.incident.join-decided.v1";

    private IntakeClient Api => IntakeClient.For(host.Host);

    private IntakeClient Mona => Person("u-mona", "Mona Member");

    [Fact]
    public async Task Asking_twice_is_one_request_and_accepting_it_assigns_the_role_B4()
    {
        var incident = await OpenAsync();
        var wish = new
        {
            role = "subjectMatterExpert",
            discipline = "operations",
            note = "Cache",
        };

        var asked = await Mona.PostAsync(Joins(incident), wish);
        var again = await Mona.PostAsync(Joins(incident));

        again.Text("id").ShouldBe(asked.Text("id"));
        (await ListAsync(Api, incident)).Single()["mayDecide"]!.GetValue<bool>().ShouldBeTrue();
        var seen = (await ListAsync(Mona, incident)).Single();
        (seen["isMine"]!.GetValue<bool>(), seen["mayDecide"]!.GetValue<bool>()).ShouldBe(
            (true, false)
        );

        await Mona.PostAsync(To(incident, asked, "accept"), null, HttpStatusCode.Forbidden);
        var joined = await Api.PostAsync(To(incident, asked, "accept"));
        await Api.PostAsync(To(incident, asked, "accept")); // Again changes nothing.

        var role = joined["roles"]!.AsArray().ShouldHaveSingleItem()!;
        role.Text("role").ShouldBe("subjectMatterExpert");
        role.Text("discipline").ShouldBe("operations");
        role["person"]!.Text("name").ShouldBe("Mona Member");
        var refused = await Mona.PostAsync(Joins(incident), null, HttpStatusCode.Conflict);
        refused.Text("code").ShouldBe("already-joined");
        await Eventually.Until(() => Told(incident, Decided).Count > 0);
        Told(incident, Requested).ShouldHaveSingleItem();
        Told(incident, Decided).ShouldBe(["accepted"]);
        (await AuditedAsync(incident, "join-accepted")).ShouldBe([
            "join-requested",
            "join-accepted",
        ]);
    }

    [Fact]
    public async Task The_commander_decides_without_the_right_to_run_incidents_B4()
    {
        var incident = await OpenAsync();
        await Api.PostAsync(
            $"/api/incidents/{incident}/roles",
            new { role = "incidentCommander", person = new { id = "u-cora", name = "Cora" } }
        );
        var asked = await Mona.PostAsync(Joins(incident));

        var declined = await Person("u-cora", "Cora")
            .PostAsync(To(incident, asked, "decline"), new { reason = "Enough hands." });

        declined.Text("status").ShouldBe("declined");
        declined["decidedBy"]!.Text("name").ShouldBe("Cora");
        var late = await Api.PostAsync(
            To(incident, asked, "accept"),
            null,
            HttpStatusCode.Conflict
        );
        late.Text("code").ShouldBe("already-decided");
        (await Mona.PostAsync(Joins(incident))).Text("status").ShouldBe("pending");
    }

    [Fact]
    public async Task Only_the_person_who_asked_withdraws_and_may_ask_again_B4()
    {
        var incident = await OpenAsync();
        var asked = await Mona.PostAsync(Joins(incident), new { note = "I can help" });
        var path = To(incident, asked, "withdraw");

        await Person("u-nils", "Nils").PostAsync(path, null, HttpStatusCode.Conflict);
        (await Mona.PostAsync(path)).Text("status").ShouldBe("withdrawn");
        (await Mona.PostAsync(path)).Text("status").ShouldBe("withdrawn");

        var again = await Mona.PostAsync(Joins(incident));
        again.Text("id").ShouldBe(asked.Text("id"));
        again["note"].ShouldBeNull();
        await Eventually.Until(() => Told(incident, Requested).Count == 2);
        Told(incident, Decided).ShouldBe(["withdrawn"]);
    }

    [Fact]
    public async Task What_cannot_join_is_refused_with_the_reason_B4()
    {
        var incident = await OpenAsync();

        var wrong = await Mona.PostAsync(
            Joins(incident),
            new { role = "scribe", discipline = "operations" },
            HttpStatusCode.BadRequest
        );
        wrong["errors"]!["discipline"]![0]!
            .GetValue<string>()
            .ShouldBe("is only for subject matter experts");
        await Mona.PostAsync(Joins("INC-999999"), null, HttpStatusCode.NotFound);
        await Api.PostAsync($"/api/incidents/{incident}/resolve");
        await Api.PostAsync($"/api/incidents/{incident}/close");
        var closed = await Mona.PostAsync(Joins(incident), null, HttpStatusCode.Conflict);
        closed.Text("detail").ShouldBe("The incident is closed. Reopen it to join.");
    }

    private static string Joins(string incident) => $"/api/incidents/{incident}/joins";

    private static string To(string incident, JsonNode request, string verb) =>
        $"{Joins(incident)}/{request.Text("id")}/{verb}";

    private static async Task<IReadOnlyList<JsonNode>> ListAsync(
        IntakeClient client,
        string incident
    ) => (await client.GetAsync(Joins(incident))).Items();

    private IntakeClient Person(string id, string name) =>
        new(host.Host, host.Host.ClientOf(id, name, [], Scope.IncidentsRead));

    private async Task<string> OpenAsync() =>
        (
            await Api.PostAsync(
                "/api/incidents",
                new { title = "Down", severity = "sev5" },
                HttpStatusCode.Created
            )
        ).Text("reference");

    /// <summary>The status of the request in each event.</summary>
    private List<string> Told(string incident, string type) =>
        [
            .. host
                .Host.Published.Where(e => e.Type == type)
                .Where(e =>
                    "INC-" + e.Data.GetProperty("incident").GetProperty("number") == incident
                )
                .Select(e => e.Data.GetProperty("request").GetProperty("status").GetString()!),
        ];

    /// <summary>The audited actions of joining, once there is this one.</summary>
    private async Task<IReadOnlyList<string>> AuditedAsync(string incident, string last)
    {
        List<string> Actions() =>
            [
                .. host
                    .Host.Audited.Where(e => e.Data.ToString().Contains($"\"{incident}\""))
                    .Select(e => e.Data.GetProperty("action").GetString()!)
                    .Where(a => a.StartsWith("join-", StringComparison.Ordinal)),
            ];

        await Eventually.Until(() => Actions().Contains(last));
        return Actions();
    }

    [Collection(OnSqlite.Name)]
    public sealed class Sqlite(SqliteHost host) : JoiningApiTests(host);

    [Collection(OnPostgreSql.Name)]
    public sealed class PostgreSql(PostgreSqlHost host) : JoiningApiTests(host);
}
