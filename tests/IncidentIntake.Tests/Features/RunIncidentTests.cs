using System.Net;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>What an incident's commander does: roles (B1, B3) and the end of it.</summary>
public abstract class RunIncidentTests(IntakeHost fixture)
{
    private readonly IntakeClient _api = IntakeClient.For(fixture.Host);

    [Fact]
    public async Task Resolving_while_alerts_fire_names_them_and_asks_again()
    {
        var tool = await _api.ConnectAsync();
        var start = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-5);
        await tool.SendAsync(tool.Firing("a", start), tool.Firing("b", start.AddSeconds(1)));
        var incident = (await _api.IncidentsOfAsync(tool))[0];
        var path = $"/api/incidents/{incident.Text("id")}/resolve";

        var refused = await _api.PostAsync(path, null, HttpStatusCode.Conflict);

        refused.Text("code").ShouldBe("alerts-firing");
        refused.Text("detail").ShouldContain("Target a is down");
        (await _api.PostAsync(path, new { evenIfFiring = true }))
            .Text("status")
            .ShouldBe("resolved");
    }

    [Fact]
    public async Task Experts_say_what_they_know_and_others_need_no_discipline_B3()
    {
        var path = $"/api/incidents/{await OpenAsync()}/roles";
        await ExpertAsync("Ada", "operations");
        await ExpertAsync("Ben", " support ");
        await ExpertAsync("Ada", "development");
        await _api.PostAsync(path, new { role = "liaison", name = "Lee" });

        var refused = await _api.PostAsync(
            path,
            new
            {
                role = "scribe",
                name = "Ada",
                discipline = "support",
            },
            HttpStatusCode.BadRequest
        );

        refused["errors"]!["discipline"].ShouldNotBeNull();
        var roles = (await _api.GetAsync(path[..^"/roles".Length]))["roles"]!.AsArray();
        roles
            .Select(r =>
                string.Join(' ', r!.Text("role"), r!["person"]!.Text("name"), r["discipline"])
            )
            .ShouldBe([
                "subjectMatterExpert Ben support",
                "subjectMatterExpert Ada development",
                "liaison Lee ",
            ]);

        Task ExpertAsync(string name, string discipline) =>
            _api.PostAsync(
                path,
                new
                {
                    role = "subjectMatterExpert",
                    name,
                    discipline,
                }
            );
    }

    private async Task<string> OpenAsync() =>
        (
            await _api.PostAsync("/api/incidents", new { title = "Down" }, HttpStatusCode.Created)
        ).Text("id");
}

[Collection(OnSqlite.Name)]
public sealed class RunIncidentTestsOnSqlite(SqliteHost host) : RunIncidentTests(host);

[Collection(OnPostgreSql.Name)]
public sealed class RunIncidentTestsOnPostgreSql(PostgreSqlHost host) : RunIncidentTests(host);
