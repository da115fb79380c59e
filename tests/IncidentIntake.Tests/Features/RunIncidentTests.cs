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
    public async Task C6_status_severity_and_who_was_engaged_are_seen_as_they_were()
    {
        var path = $"/api/incidents/{await OpenAsync()}";
        await _api.PostAsync(path + "/roles", new { role = "scribe", name = "Lee" });
        var before = TimeProvider.System.GetUtcNow().UtcDateTime;
        await _api.PostAsync(path + "/acknowledge");

        var then = await _api.GetAsync($"{path}/then?at={before:O}");
        var now = await _api.GetAsync($"{path}/then");

        then.Text("status").ShouldBe("open");
        then["roles"]![0]!.Text("name").ShouldBe("Lee");
        now.Text("status").ShouldBe("acknowledged");
        then["alertsFiring"]!.GetValue<int>().ShouldBe(0);
    }

    [Theory]
    [InlineData("/api/incidents?from=1999-12-31T00:00:00Z", "from", "must not be before 2000")]
    [InlineData("/api/incidents?to=2100-01-01T00:00:00Z", "to", "must be before 2100")]
    public async Task Times_in_a_query_have_the_floor_and_the_ceiling_of_all_times_C1(
        string path,
        string field,
        string rule
    )
    {
        var refused = await _api.GetAsync(path, HttpStatusCode.BadRequest);

        refused["errors"]![field]![0]!.GetValue<string>().ShouldStartWith(rule);
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
