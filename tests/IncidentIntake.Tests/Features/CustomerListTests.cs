using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>The restricted list of affected customers (D4).</summary>
public abstract class CustomerListTests(IntakeHost fixture)
{
    private const string List = """
        customerId;name;affected;reportedAt;note
        C-1;Ada Ltd;yes;2026-03-02T12:00:00Z;called twice
        C-2;=Evil();no;;
        ;Only a name;;;
        """;

    private readonly IntakeClient _api = IntakeClient.For(fixture.Host);
    private readonly string _mark = "d4-" + Guid.CreateVersion7().ToString("N")[^8..];

    [Fact]
    public async Task A_list_is_previewed_imported_and_exported_D4()
    {
        var incident = await OpenAsync();
        var broken = List + "\nC-1;Again;;;\nC-9;Nobody;perhaps;yesterday;\n;;;;no name\n";

        var preview = await ImportAsync(incident, broken, preview: true);
        Outcomes(preview).ShouldBe(["added", "added", "added", "refused", "refused", "refused"]);
        preview["lines"]![4]!["errors"]!
            .AsObject()
            .Select(e => e.Key)
            .ShouldBe(["affected", "reportedAt"]);
        preview["lines"]![4]!.Number("line").ShouldBe(6);
        (await ListAsync(incident)).ShouldBeEmpty();

        Outcomes(await ImportAsync(incident, List)).ShouldBe(["added", "added", "added"]);
        Outcomes(await ImportAsync(incident, List)).ShouldAllBe(o => o == "unchanged");

        var csv = await ExportAsync(incident);
        csv.ShouldContain("C-1,Ada Ltd,yes,2026-03-02T12:00:00Z,called twice");
        csv.ShouldContain("'=Evil()");
        Outcomes(await ImportAsync(incident, csv)).ShouldAllBe(o => o == "unchanged");
    }

    [Fact]
    public async Task Only_who_has_the_scope_may_see_it_D4()
    {
        var incident = await OpenAsync();
        await ImportAsync(incident, List);
        var path = $"/api/incidents/{incident}/customers";

        var responder = IntakeClient.For(
            fixture.Host,
            Scope.IncidentsRead,
            Scope.IncidentsWrite,
            Scope.IncidentsDelete
        );
        await responder.GetAsync(path, HttpStatusCode.Forbidden);
        await responder.GetAsync(path + "/export", HttpStatusCode.Forbidden);
        (await IntakeClient.For(fixture.Host, Scope.Customers).GetAsync(path))
            .Items()
            .Count.ShouldBe(3);
    }

    [Fact]
    public async Task Every_reading_is_audited_and_no_event_or_list_has_a_customer_D4()
    {
        var incident = await OpenAsync();
        await ImportAsync(incident, List.Replace("Ada Ltd", _mark + " Ltd"));
        await ListAsync(incident);
        await ExportAsync(incident);

        await Eventually.Until(() => Audited(incident).Count == 4);
        Audited(incident)
            .ShouldBe([
                "incident-opened",
                "customers-imported",
                "customers-read",
                "customers-exported",
            ]);
        fixture.Host.Published.ShouldNotContain(e => e.Data.GetRawText().Contains(_mark + " Ltd"));
        (await _api.GetAsync("/api/incidents/" + incident))
            .ToJsonString()
            .ShouldNotContain(_mark + " Ltd");
        (await TextAsync("/api/incidents/export")).ShouldNotContain(_mark + " Ltd");
    }

    [Fact]
    public async Task A_customer_is_removed_and_the_list_goes_with_its_incident_D4()
    {
        var incident = await OpenAsync();
        await ImportAsync(incident, List);
        var first = (await ListAsync(incident))[0].Text("id");

        await _api.DeleteAsync($"/api/incidents/{incident}/customers/{first}");

        (await ListAsync(incident)).Count.ShouldBe(2);
        await _api.DeleteAsync("/api/incidents/" + incident);
        await _api.GetAsync($"/api/incidents/{incident}/customers", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(
        "a;b\n1;2",
        "must begin with a line of column names that include customerId or name"
    )]
    [InlineData("name;email\na;b", "has the unknown column email")]
    public async Task A_file_with_other_columns_is_refused_D4(string csv, string rule)
    {
        var incident = await OpenAsync();

        using var answer = await PostAsync(incident, csv, preview: false);

        var problem = await IntakeClient.ReadAsync(answer, HttpStatusCode.BadRequest);
        problem["errors"]!["file"]![0]!.GetValue<string>().ShouldStartWith(rule);
    }

    private async Task<string> OpenAsync() =>
        (
            await _api.PostAsync(
                "/api/incidents",
                new { title = "Lost " + _mark },
                HttpStatusCode.Created
            )
        ).Text("reference");

    private async Task<IReadOnlyList<JsonNode>> ListAsync(string incident) =>
        (await _api.GetAsync($"/api/incidents/{incident}/customers")).Items();

    private async Task<JsonNode> ImportAsync(string incident, string csv, bool preview = false)
    {
        using var answer = await PostAsync(incident, csv, preview);
        return await IntakeClient.ReadAsync(answer, HttpStatusCode.OK);
    }

    private Task<HttpResponseMessage> PostAsync(string incident, string csv, bool preview) =>
        fixture
            .Host.Client()
            .PostAsync(
                $"/api/incidents/{incident}/customers/import?preview={preview}",
                new StringContent(csv, Encoding.UTF8, "text/csv")
            );

    private Task<string> ExportAsync(string incident) =>
        TextAsync($"/api/incidents/{incident}/customers/export");

    private Task<string> TextAsync(string path) => fixture.Host.Client().GetStringAsync(path);

    private static List<string> Outcomes(JsonNode answer) =>
        [.. answer["lines"]!.AsArray().Select(l => l!.Text("outcome"))];

    private IReadOnlyList<string> Audited(string incident) =>
        [
            .. fixture
                .Host.Audited.Where(e =>
                    e.Data.GetProperty("subject").TryGetProperty("reference", out var named)
                    && named.GetString() == incident
                )
                .Select(e => e.Data.GetProperty("action").GetString()!),
        ];
}

[Collection(OnSqlite.Name)]
public sealed class CustomerListOnSqlite(SqliteHost host) : CustomerListTests(host);

[Collection(OnPostgreSql.Name)]
public sealed class CustomerListOnPostgreSql(PostgreSqlHost host) : CustomerListTests(host);
