using System.Net;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>The list filtered and sorted over all its pages (issue rows of section C).</summary>
public abstract class IncidentOrderTests(IntakeHost fixture)
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly IntakeClient _api = IntakeClient.For(fixture.Host);
    private readonly string _mark = "list-" + Guid.CreateVersion7().ToString("N")[^8..];

    [Fact]
    public async Task Newest_is_what_happened_last_not_what_was_recorded_last()
    {
        await OpenAsync("noon", 0);
        await OpenAsync("evening", 6);
        await OpenAsync("morning", -3);

        (await ListAsync("")).ShouldBe(["evening", "noon", "morning"]);
        (await ListAsync("sort=oldest")).ShouldBe(["morning", "noon", "evening"]);
    }

    [Fact]
    public async Task Sorts_by_what_people_look_for()
    {
        var a = await OpenAsync("a", 0, severity: "sev3", service: "Zebra", impactHour: -9);
        await OpenAsync("b", 1, severity: "sev1", service: "apple", impactHour: -1);
        var c = await OpenAsync("c", 2, severity: "sev1", impactHour: -5);
        await OpenAsync("d", 3, severity: "sev2", service: "Mango");
        await ResolveAsync(a, 1);
        await ResolveAsync(c, 7);

        (await ListAsync("sort=severity")).ShouldBe(["c", "b", "d", "a"]);
        (await ListAsync("sort=service")).ShouldBe(["b", "d", "a", "c"]);
        (await ListAsync("sort=impact")).ShouldBe(["d", "b", "c", "a"]);
        (await ListAsync("sort=duration")).ShouldBe(["c", "a", "b", "d"]);
        (await ListAsync("sort=status")).ShouldBe(["d", "b", "c", "a"]);
    }

    [Theory]
    [InlineData("newest")]
    [InlineData("oldest")]
    [InlineData("severity")]
    [InlineData("impact")]
    [InlineData("service")]
    [InlineData("status")]
    [InlineData("duration")]
    public async Task Every_order_shows_each_incident_once_whatever_happens_meanwhile(string sort)
    {
        // Many equal values, so that pages end between equals.
        var random = new Random(sort.Length);
        var titles = Enumerable.Range(0, 24).Select(n => $"{n:00}").ToList();
        foreach (var title in titles)
        {
            var incident = await OpenAsync(
                title,
                random.Next(3),
                severity: "sev" + random.Next(1, 4),
                service: random.Next(4) is var s and > 0 ? "S/\n " + s : null,
                impactHour: random.Next(2) == 0 ? null : -random.Next(3)
            );
            if (random.Next(3) == 0)
            {
                await ResolveAsync(incident, 3 + random.Next(2));
            }
        }

        foreach (var size in (int[])[1, 5, 7])
        {
            var seen = await PagesAsync(
                $"sort={sort}&limit={size}",
                async () =>
                {
                    // A new one before the page must not move what follows.
                    await _api.PostAsync(
                        "/api/incidents",
                        new { title = "elsewhere", team = _mark + "-other" },
                        HttpStatusCode.Created
                    );
                }
            );
            seen.Order(StringComparer.Ordinal).ShouldBe(titles);
            seen.ShouldBe(await ListAsync($"sort={sort}&limit=200"));
        }
    }

    [Theory]
    [InlineData("where=service:is:CHECKOUT", "upper", "lower")]
    [InlineData("service=CheckOut", "upper", "lower")]
    [InlineData("where=service:not:checkout", "none", "other")]
    [InlineData("where=service:is:", "none")]
    [InlineData("where=service:not:", "upper", "lower", "other")]
    [InlineData("where=service:is:checkout&where=service:is:search", "upper", "lower", "other")]
    [InlineData("where=service:contains:EARCH", "other")]
    [InlineData("where=title:contains:ER", "upper", "lower", "other")]
    [InlineData("where=title:is:OTHER", "other")]
    [InlineData("where=severity:not:sev3&where=title:not:none", "other")]
    [InlineData("where=severity:is:sev1,sev2", "other")]
    [InlineData("where=status:not:active", "lower")]
    [InlineData("where=commander:is:robin%20roe", "other")]
    [InlineData("where=commander:is:", "none", "upper", "lower")]
    [InlineData("where=detected:after:2026-03-01T13:00:00Z", "upper", "lower", "other")]
    [InlineData(
        "where=detected:after:2026-03-01T13:00:00Z&where=detected:before:2026-03-01T15:00:00Z",
        "upper",
        "lower"
    )]
    [InlineData("where=resolved:before:2026-03-02", "lower")]
    [InlineData("where=drill:is:true", "other")]
    [InlineData("where=detectionSource:not:alerting&where=environment:is:PROD", "other")]
    public async Task Conditions_combine_freely(string query, params string[] titles)
    {
        await OpenAsync("none", 0);
        await OpenAsync("upper", 1, service: "Checkout");
        await ResolveAsync(await OpenAsync("lower", 2, service: "checkout"), 4);
        var other = await _api.PostAsync(
            "/api/incidents",
            new
            {
                title = "other",
                service = "search",
                team = _mark,
                environment = "Prod",
                severity = "sev2",
                isDrill = true,
                detectedAt = Noon.AddHours(3),
            },
            HttpStatusCode.Created
        );
        await _api.PostAsync(
            $"/api/incidents/{other.Text("id")}/roles",
            new { role = "incidentCommander", name = "Robin Roe" }
        );

        (await ListAsync(query + "&sort=oldest")).ShouldBe(titles, ignoreOrder: true);
        var page = await _api.GetAsync($"/api/incidents?team={_mark}&limit=1&total=true&{query}");
        page.Number("total").ShouldBe(titles.Length);
    }

    [Theory]
    [InlineData("sort=odd", "sort", "must be one of: newest, oldest")]
    [InlineData("after=odd", "after", "must be the value of next")]
    [InlineData("where=odd", "where", "must be field:operator:value; the fields are title")]
    [InlineData("where=colour:is:red", "where", "must be field:operator:value")]
    [InlineData("where=service:before:x", "where", "has an unknown operator for service")]
    [InlineData("where=severity:is:odd", "where", "severity must be sev1")]
    [InlineData("where=detected:before:odd", "where", "detected must be a date such as")]
    [InlineData("where=title:contains:", "where", "title must not be empty")]
    public async Task A_wrong_value_names_its_field_and_rule(
        string query,
        string field,
        string rule
    )
    {
        var problem = await _api.GetAsync("/api/incidents?" + query, HttpStatusCode.BadRequest);

        problem["errors"]![field]![0]!.GetValue<string>().ShouldContain(rule);
    }

    [Fact]
    public async Task The_position_of_one_order_is_none_of_another()
    {
        await OpenAsync("a", 0);
        await OpenAsync("b", 1);
        var first = await _api.GetAsync($"/api/incidents?team={_mark}&limit=1&sort=oldest");

        await _api.GetAsync(
            "/api/incidents?after=" + first.Text("next"),
            HttpStatusCode.BadRequest
        );
    }

    [Fact]
    public async Task Names_come_from_the_catalog_and_from_all_incidents()
    {
        await _api.PostAsync(
            "/api/services",
            new { name = _mark + "-Listed", team = _mark + " Owners" },
            HttpStatusCode.Created
        );
        await OpenAsync("a", 0, service: _mark + "-LISTED");
        await OpenAsync("b", 0, service: _mark + "-seen");
        await OpenAsync("c", 0, service: _mark + "-seen");

        var services = await _api.GetAsync($"/api/incidents/names?field=service&q={_mark}");
        var teams = await _api.GetAsync($"/api/incidents/names?field=team&q={_mark}%20own");

        services
            .Items()
            .Select(n => (n.Text("name"), n.Number("incidents")))
            .ShouldBe([(_mark + "-seen", 2), (_mark + "-Listed", 1)]);
        teams.Items().Single().Text("name").ShouldBe(_mark + " Owners");
        var wrong = await _api.GetAsync(
            "/api/incidents/names?field=colour",
            HttpStatusCode.BadRequest
        );
        wrong["errors"]!["field"].ShouldNotBeNull();
    }

    private async Task<string> OpenAsync(
        string title,
        int hour,
        string severity = "sev3",
        string? service = null,
        int? impactHour = null
    )
    {
        var opened = await _api.PostAsync(
            "/api/incidents",
            new
            {
                title,
                severity,
                service,
                team = _mark,
                detectionSource = "alerting",
                detectedAt = Noon.AddHours(hour),
                impactStartedAt = impactHour is { } h ? Noon.AddHours(h) : (DateTime?)null,
            },
            HttpStatusCode.Created
        );
        return opened.Text("id");
    }

    private Task ResolveAsync(string id, int hour) =>
        _api.PostAsync($"/api/incidents/{id}/resolve", new { resolvedAt = Noon.AddHours(hour) });

    private async Task<IReadOnlyList<string>> ListAsync(string query) =>
        await PagesAsync(query, () => Task.CompletedTask);

    private async Task<IReadOnlyList<string>> PagesAsync(string query, Func<Task> between)
    {
        var titles = new List<string>();
        string? after = null;
        do
        {
            var page = await _api.GetAsync($"/api/incidents?team={_mark}&{query}&after={after}");
            titles.AddRange(page.Items().Select(i => i.Text("title")));
            after = (string?)page["next"];
            await between();
        } while (after is not null && titles.Count < 100);

        return titles;
    }
}

[Collection(OnSqlite.Name)]
public sealed class IncidentOrderOnSqlite(SqliteHost host) : IncidentOrderTests(host);

[Collection(OnPostgreSql.Name)]
public sealed class IncidentOrderOnPostgreSql(PostgreSqlHost host) : IncidentOrderTests(host);
