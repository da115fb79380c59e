using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>Lists of incidents as CSV, in and out.</summary>
public abstract class IncidentCsvTests(IntakeHost fixture)
{
    private readonly IntakeClient _api = IntakeClient.For(fixture.Host);
    private readonly string _mark = "csv-" + Guid.CreateVersion7().ToString("N")[^8..];

    private string File =>
        $"""
            title,severity,team,detectedAt,acknowledgedAt,resolvedAt,commander
            Old outage,sev1,{_mark},2025-03-01T10:00:00Z,2025-03-01T10:05:00Z,2025-03-01T12:00:00Z,Robin
            "Slow, but up",sev3,{_mark},2025-04-01,,,
            """;

    [Fact]
    public async Task The_same_import_again_adds_nothing()
    {
        var preview = await ImportAsync(File, "&preview=true");
        (await ListAsync()).ShouldBeEmpty();

        var first = await ImportAsync(File);
        var again = await ImportAsync(File);

        Outcomes(preview).ShouldBe(["added", "added"]);
        Outcomes(first).ShouldBe(["added", "added"]);
        Outcomes(again).ShouldBe(["unchanged", "unchanged"]);
        (await ListAsync()).Select(i => i.Text("title")).ShouldBe(["Slow, but up", "Old outage"]);
    }

    [Fact]
    public async Task A_line_without_a_team_is_known_again_by_the_owner_of_its_service()
    {
        await _api.PostAsync(
            "/api/services",
            new { name = _mark, team = _mark },
            HttpStatusCode.Created
        );
        var csv = $"title,service,detectedAt\nDown,{_mark},2025-03-01";

        await ImportAsync(csv);
        var again = await ImportAsync(csv);

        Outcomes(again).ShouldBe(["unchanged"]);
        (await ListAsync()).Single().Text("title").ShouldBe("Down");
    }

    [Theory]
    [InlineData("", "closed")]
    [InlineData("&reviews=true", "resolved")]
    public async Task An_incident_that_is_over_asks_for_a_review_only_if_wanted(
        string query,
        string status
    )
    {
        await ImportAsync(File, query);

        var old = (await ListAsync()).Single(i => i.Text("title") == "Old outage");

        old.Text("status").ShouldBe(status);
        old.Time("acknowledgedAt").ShouldBe(new(2025, 3, 1, 10, 5, 0, DateTimeKind.Utc));
        old.Time("resolvedAt").ShouldBe(new(2025, 3, 1, 12, 0, 0, DateTimeKind.Utc));
        old["roles"]![0]!["person"]!.Text("name").ShouldBe("Robin");
    }

    [Fact]
    public async Task Wrong_lines_are_named_and_the_others_imported()
    {
        var import = await ImportAsync(
            $"""
            title,team,severity,detectedAt,resolvedAt,status
            ,{_mark},sev1,2025-03-01,,
            Late,{_mark},odd,2025-03-01,,
            Early,{_mark},sev1,2025-03-01,2025-02-01,
            Open end,{_mark},sev1,2025-03-01,,resolved
            Future,{_mark},sev1,2999-01-01,,
            Good,{_mark},sev1,2025-03-01,,
            Good,{_mark},sev1,2025-03-01,,
            """
        );

        Errors(import)
            .ShouldBe([
                "2 title is required",
                "3 severity must be a list of sev1, sev2, sev3, sev4, sev5",
                "4 resolvedAt must not be before detectedAt",
                "5 resolvedAt is required for an incident that is resolved",
                "6 detectedAt must not be in the future",
                "7",
                "8 key must not be in the file twice",
            ]);
        (await ListAsync()).Single().Text("title").ShouldBe("Good");
    }

    [Fact]
    public async Task An_export_has_the_filtered_list_and_is_its_own_import()
    {
        await ImportAsync(File);
        using var http = fixture.Host.Client();

        var csv = await http.GetStringAsync(
            $"/api/incidents/export?where=team:is:{_mark}&sort=oldest"
        );
        var again = await ImportAsync(csv, "&preview=true");

        csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
        csv.ShouldContain("Old outage");
        csv.ShouldContain("\"Slow, but up\"");
        Outcomes(again).ShouldBe(["unchanged", "unchanged"]);
        (await http.GetAsync("/api/incidents/export?where=odd")).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );
    }

    [Theory]
    [InlineData("title\nx", "", "key", "is required")]
    [InlineData("name\nx", "?key=a", "file", "must begin with a line of column names")]
    [InlineData("title,colour\nx,red", "?key=a", "file", "has the unknown column colour")]
    public async Task A_file_that_cannot_be_read_is_refused(
        string csv,
        string query,
        string field,
        string rule
    )
    {
        var problem = await PostAsync(csv, query, HttpStatusCode.BadRequest);

        problem["errors"]![field]![0]!.GetValue<string>().ShouldContain(rule);
    }

    private async Task<IReadOnlyList<JsonNode>> ListAsync() =>
        (await _api.GetAsync("/api/incidents?team=" + _mark)).Items();

    private Task<JsonNode> ImportAsync(string csv, string query = "") =>
        PostAsync(csv, $"?key={_mark}{query}", HttpStatusCode.OK);

    private async Task<JsonNode> PostAsync(string csv, string query, HttpStatusCode expected)
    {
        using var http = fixture.Host.Client();
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return await IntakeClient.ReadAsync(
            await http.PostAsync("/api/incidents/import" + query, body),
            expected
        );
    }

    private static List<string> Outcomes(JsonNode import) =>
        [.. import["lines"]!.AsArray().Select(l => l!.Text("outcome"))];

    private static List<string> Errors(JsonNode import) =>
        [
            .. import["lines"]!
                .AsArray()
                .Select(l =>
                    l!.Number("line")
                    + string.Concat(l!["errors"]!.AsObject().Select(e => $" {e.Key} {e.Value}"))
                ),
        ];
}

[Collection(OnSqlite.Name)]
public sealed class IncidentCsvOnSqlite(SqliteHost host) : IncidentCsvTests(host);

[Collection(OnPostgreSql.Name)]
public sealed class IncidentCsvOnPostgreSql(PostgreSqlHost host) : IncidentCsvTests(host);
