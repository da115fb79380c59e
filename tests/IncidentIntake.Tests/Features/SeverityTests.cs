using System.Net;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>What the severities mean is for each organization to say.</summary>
[Collection(OnSqlite.Name)]
public sealed class SeverityTests(SqliteHost fixture)
{
    private readonly IntakeClient _api = IntakeClient.For(fixture.Host);

    [Fact]
    public async Task A_definition_is_changed_and_a_stale_change_is_refused()
    {
        var before = (await _api.GetAsync("/api/severities")).Items();
        before.Select(s => s.Text("severity")).ShouldBe(["sev1", "sev2", "sev3", "sev4", "sev5"]);
        var version = before[3].Number("version");
        var wanted = new
        {
            label = " Small ",
            description = "One team notices.",
            examples = "A slow report",
            version,
        };

        await PutAsync("sev4", wanted);
        await PutAsync("SEV4", wanted, HttpStatusCode.PreconditionFailed);

        var after = (await _api.GetAsync("/api/severities")).Items()[3];
        after.Text("label").ShouldBe("Small");
        after.Text("examples").ShouldBe("A slow report");
    }

    [Fact]
    public async Task A_label_is_needed_and_there_are_five_severities()
    {
        var wrong = await PutAsync("sev4", new { label = " " }, HttpStatusCode.BadRequest);

        wrong["errors"]!["label"]![0]!.GetValue<string>().ShouldBe("is required");
        await PutAsync("sev9", new { label = "x" }, HttpStatusCode.NotFound);
    }

    private Task<System.Text.Json.Nodes.JsonNode> PutAsync(
        string severity,
        object body,
        HttpStatusCode expected = HttpStatusCode.OK
    ) => _api.SendAsync(HttpMethod.Put, "/api/severities/" + severity, body, expected);
}
