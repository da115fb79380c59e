using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Pir.ServiceDefaults.Auth;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>The service catalog (A3, A6): by hand, from CSV and from what incidents name.</summary>
public abstract class CatalogTests(IntakeHost fixture)
{
    private readonly IntakeClient _api = IntakeClient.For(fixture.Host);
    private readonly string _mark = Guid.CreateVersion7().ToString("N")[^8..];

    [Fact]
    public async Task A_service_says_who_owns_it_and_what_it_needs()
    {
        await AddAsync(Named("payments"));
        var added = await AddAsync(
            new
            {
                name = $" {Named("checkout")} ",
                team = "Payments",
                tier = 1,
                runbookUrl = "https://wiki.example/runbook",
                dependsOn = new[] { Named("payments"), Named("PAYMENTS"), Named("stock") },
            }
        );

        var shown = await _api.GetAsync("/api/services/" + added.Text("id"));

        shown.Text("name").ShouldBe(Named("checkout"));
        shown.Text("team").ShouldBe("Payments");
        shown["tier"]!.GetValue<int>().ShouldBe(1);
        Texts(shown["dependsOn"]).ShouldBe([Named("payments"), Named("stock")]);
        var needed = (await FindAsync(Named("Payments"))).Single();
        Texts(needed["usedBy"]).ShouldBe([Named("checkout")]);
    }

    [Fact]
    public async Task A_name_is_listed_once_whatever_its_case()
    {
        await AddAsync(Named("search"));

        var again = await _api.PostAsync(
            "/api/services",
            new { name = Named("SEARCH") },
            HttpStatusCode.Conflict
        );

        again.Text("code").ShouldBe("service-exists");
        var other = await AddAsync(Named("index"));
        var taken = await PutAsync(
            other,
            new { name = Named("Search") },
            HttpStatusCode.BadRequest
        );
        taken["errors"]!["name"]![0]!
            .GetValue<string>()
            .ShouldBe("must not be the name of another service");
    }

    [Theory]
    [InlineData("""{"name":" "}""", "name", "is required")]
    [InlineData("""{"name":"a","tier":5}""", "tier", "must be between 1 and 4")]
    [InlineData(
        """{"name":"a","runbookUrl":"javascript:alert(1)"}""",
        "runbookUrl",
        "must be an address that starts with https:// or http://"
    )]
    [InlineData(
        """{"name":"a","dependsOn":["A"]}""",
        "dependsOn",
        "must not name the service itself"
    )]
    public async Task A_wrong_field_is_named(string body, string field, string rule)
    {
        var answer = await _api.PostAsync(
            "/api/services",
            JsonNode.Parse(body)!,
            HttpStatusCode.BadRequest
        );

        answer["errors"]![field]![0]!.GetValue<string>().ShouldBe(rule);
    }

    [Fact]
    public async Task A_change_replaces_all_fields_and_a_stale_one_is_refused()
    {
        var added = await AddAsync(new { name = Named("mail"), team = "Post" });

        var changed = await PutAsync(
            added,
            new
            {
                name = Named("mail"),
                tier = 3,
                version = 1,
            },
            HttpStatusCode.OK
        );

        changed["team"].ShouldBeNull();
        changed["tier"]!.GetValue<int>().ShouldBe(3);
        await PutAsync(
            added,
            new { name = Named("mail"), version = 1 },
            HttpStatusCode.PreconditionFailed
        );
        await _api.DeleteAsync("/api/services/" + added.Text("id"));
        (await FindAsync(Named("mail"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Names_of_incidents_that_are_not_listed_can_be_added()
    {
        await _api.PostAsync(
            "/api/incidents",
            new
            {
                title = "Down",
                service = Named("Ledger"),
                team = "Finance",
            },
            HttpStatusCode.Created
        );

        var seen = (await UnlistedAsync()).Single(s => s.Text("name") == Named("Ledger"));

        seen.Text("team").ShouldBe("Finance");
        seen["incidents"]!.GetValue<int>().ShouldBe(1);
        var added = await AddAsync(Named("ledger"));
        (await UnlistedAsync()).ShouldNotContain(s => s.Text("name") == Named("Ledger"));
        var shown = await _api.GetAsync("/api/services/" + added.Text("id"));
        shown["activeIncidents"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task An_incident_without_a_team_gets_the_owner_of_its_service()
    {
        await AddAsync(new { name = Named("checkout"), team = "Payments" });

        var opened = await _api.PostAsync(
            "/api/incidents",
            new { title = "Down", service = Named("Checkout") },
            HttpStatusCode.Created
        );
        var named = await _api.PostAsync(
            "/api/incidents",
            new
            {
                title = "Down",
                service = Named("checkout"),
                team = "Orders",
            },
            HttpStatusCode.Created
        );

        var tool = await _api.ConnectAsync(
            new
            {
                kind = "generic",
                service = Named("checkout"),
                grouping = "alert",
            }
        );
        await tool.DeliverAsync($$"""{"key":"{{_mark}}","title":"Alerted {{_mark}}"}""");
        var alerted = Items(await _api.GetAsync($"/api/incidents?q=Alerted {_mark}"));

        alerted.Single().Text("team").ShouldBe("Payments");
        opened.Text("team").ShouldBe("Payments");
        named.Text("team").ShouldBe("Orders");
    }

    [Fact]
    public async Task A_file_adds_and_changes_and_names_its_wrong_lines()
    {
        await AddAsync(
            new
            {
                name = Named("old"),
                team = "Kept",
                tier = 2,
            }
        );
        var csv = $"""
            Name;tier;dependsOn
            {Named("new")};1;"{Named("old")}, {Named("x")}"
            {Named("OLD")};3;
            {Named("bad")};many;
            {Named("new")};2;
            ;1;
            """;

        var preview = await ImportAsync(csv, "?preview=true");

        Outcomes(preview).ShouldBe(["added", "changed", "refused", "refused", "refused"]);
        (await FindAsync(Named("new"))).ShouldBeEmpty();
        var import = await ImportAsync(csv);
        Outcomes(import).ShouldBe(Outcomes(preview));
        var lines = import["lines"]!.AsArray();
        lines[2]!["line"]!.GetValue<int>().ShouldBe(4);
        lines[2]!["errors"]!["tier"]!.GetValue<string>().ShouldBe("must be a whole number");
        lines[3]!["errors"]!["name"]!.GetValue<string>().ShouldBe("must not be in the file twice");
        lines[4]!["errors"]!["name"]!.GetValue<string>().ShouldBe("is required");
        var old = (await FindAsync(Named("old"))).Single();
        old["tier"]!.GetValue<int>().ShouldBe(3);
        old.Text("team").ShouldBe("Kept");
        Outcomes(await ImportAsync(csv))[..2].ShouldBe(["unchanged", "unchanged"]);
    }

    [Fact]
    public async Task A_file_with_an_unknown_column_is_refused_with_its_name()
    {
        var answer = await ImportAsync("name,owner\na,b", expected: HttpStatusCode.BadRequest);

        answer["errors"]!["file"]![0]!
            .GetValue<string>()
            .ShouldStartWith("has the unknown column owner; known are name, team");
    }

    [Fact]
    public async Task An_export_can_be_imported_again()
    {
        await AddAsync(
            new
            {
                name = Named("export"),
                description = "=1+1, \"quoted\"\nand a second line",
                dependsOn = new[] { Named("a"), Named("b") },
            }
        );
        using var http = fixture.Host.Client();

        var csv = await http.GetStringAsync("/api/services/export");

        csv.ShouldContain("'=1+1");
        Outcomes(await ImportAsync(csv)).ShouldAllBe(o => o == "unchanged");
    }

    [Fact]
    public async Task Pages_of_the_list_follow_each_other_by_name()
    {
        foreach (var name in new[] { "c", "a", "B" })
        {
            await AddAsync(Named(name));
        }

        var first = await _api.GetAsync($"/api/services?q={_mark}&limit=2&total=true");
        var second = await _api.GetAsync(
            $"/api/services?q={_mark}&limit=2&after={first.Text("next")}"
        );

        first["total"]!.GetValue<int>().ShouldBe(3);
        first["items"]!
            .AsArray()
            .Concat(second["items"]!.AsArray())
            .Select(s => s!.Text("name"))
            .ShouldBe([Named("a"), Named("B"), Named("c")]);
        second["next"].ShouldBeNull();
    }

    [Fact]
    public async Task Readers_cannot_change_it()
    {
        var reader = IntakeClient.For(fixture.Host, Scope.IncidentsRead);

        await reader.GetAsync("/api/services");
        await reader.PostAsync("/api/services", new { name = "a" }, HttpStatusCode.Forbidden);
    }

    private string Named(string name) => $"{name}-{_mark}";

    private Task<JsonNode> AddAsync(string name) => AddAsync(new { name });

    private Task<JsonNode> AddAsync(object service) =>
        _api.PostAsync("/api/services", service, HttpStatusCode.Created);

    private Task<JsonNode> PutAsync(JsonNode service, object body, HttpStatusCode expected) =>
        _api.SendAsync(HttpMethod.Put, "/api/services/" + service.Text("id"), body, expected);

    private async Task<List<JsonNode>> FindAsync(string name) =>
        Items(await _api.GetAsync($"/api/services?name={name}"));

    private async Task<List<JsonNode>> UnlistedAsync() =>
        Items(await _api.GetAsync("/api/services/unlisted"));

    private async Task<JsonNode> ImportAsync(
        string csv,
        string query = "",
        HttpStatusCode expected = HttpStatusCode.OK
    )
    {
        using var http = fixture.Host.Client();
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return await IntakeClient.ReadAsync(
            await http.PostAsync("/api/services/import" + query, body),
            expected
        );
    }

    private static List<string> Outcomes(JsonNode import) =>
        [.. import["lines"]!.AsArray().Select(l => l!.Text("outcome"))];

    private static List<JsonNode> Items(JsonNode page) =>
        [.. page["items"]!.AsArray().Select(i => i!)];

    private static List<string> Texts(JsonNode? list) =>
        [.. list!.AsArray().Select(t => t!.GetValue<string>())];
}

[Collection(OnSqlite.Name)]
public sealed class CatalogTestsOnSqlite(SqliteHost host) : CatalogTests(host);

[Collection(OnPostgreSql.Name)]
public sealed class CatalogTestsOnPostgreSql(PostgreSqlHost host) : CatalogTests(host);
