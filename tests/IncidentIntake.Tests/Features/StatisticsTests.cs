using System.Net;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>Counts and durations of incidents over HTTP, and the lists behind them.</summary>
public abstract class StatisticsTests(IntakeHost fixture)
{
    private static readonly DateTime Now = DateTimeOffset
        .FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds())
        .UtcDateTime;

    private readonly IntakeClient _api = IntakeClient.For(fixture.Host);
    private readonly string _service = "svc-" + Guid.CreateVersion7().ToString("N");

    [Fact]
    public async Task Counts_medians_and_what_is_left_out_are_right()
    {
        foreach (var hours in new[] { 1, 2, 3, 4, 50 })
        {
            await ResolvedAsync(daysAgo: 10, hours);
        }

        await OpenAsync(Now.AddDays(-9));

        var s = await StatisticsAsync("days=30");

        (s.Number("n"), s.Number("leftOut")).ShouldBe((6, 0));
        s["counts"]!.AsArray().Sum(c => c!.Number("total")).ShouldBe(6);
        s["counts"]!.AsArray().Sum(c => c!.Number("sev3")).ShouldBe(6);
        var resolve = s["resolve"]!["overall"]!;
        (resolve.Number("n"), resolve.Number("leftOut")).ShouldBe((5, 1));
        (resolve.Number("medianSeconds"), resolve.Number("p90Seconds")).ShouldBe(
            (3 * 3600, 50 * 3600)
        );
        var detect = s["detect"]!["overall"]!;
        (detect.Number("n"), detect.Number("leftOut")).ShouldBe((0, 6));
        detect["medianSeconds"].ShouldBeNull();
        s["services"]!.AsArray().Select(v => v!.GetValue<string>()).ShouldContain(_service);
    }

    [Fact]
    public async Task Drills_are_left_out_unless_asked_for()
    {
        await OpenAsync(Now.AddDays(-3));
        await OpenAsync(Now.AddDays(-3), isDrill: true);

        var without = await StatisticsAsync("days=30");
        var with = await StatisticsAsync("days=30&drills=true");

        (without.Number("n"), without.Number("leftOut")).ShouldBe((1, 1));
        (with.Number("n"), with.Number("leftOut")).ShouldBe((2, 0));
    }

    [Fact]
    public async Task Service_team_severity_and_period_narrow_what_is_counted()
    {
        await OpenAsync(Now.AddDays(-3), severity: "sev1", team: "one");
        await OpenAsync(Now.AddDays(-3), severity: "sev2", team: "two");
        await OpenAsync(Now.AddDays(-40), severity: "sev1", team: "one");

        (await StatisticsAsync("days=30")).Number("n").ShouldBe(2);
        (await StatisticsAsync("days=90")).Number("n").ShouldBe(3);
        (await StatisticsAsync("")).Number("n").ShouldBe(3);
        (await StatisticsAsync("days=90&team=one")).Number("n").ShouldBe(2);
        (await StatisticsAsync("days=90&severity=SEV2,sev3")).Number("n").ShouldBe(1);
        (await _api.GetAsync("/api/incidents/statistics?service=none-has-it"))
            .Number("n")
            .ShouldBe(0);
    }

    [Fact]
    public async Task The_period_begins_with_a_day_and_the_list_of_it_has_the_same_incidents()
    {
        var midnight = Now.Date.AddDays(-30);
        await OpenAsync(midnight);
        await OpenAsync(midnight.AddSeconds(-1));

        var s = await StatisticsAsync("days=30");

        s.Number("n").ShouldBe(1);
        s.Time("from").ShouldBe(midnight);
        (await ListAsync($"from={midnight:yyyy-MM-ddTHH:mm:ssZ}")).Count.ShouldBe(1);
        (await ListAsync($"to={midnight:yyyy-MM-ddTHH:mm:ssZ}")).Count.ShouldBe(1);
        (await ListAsync($"from={midnight.AddSeconds(-1):yyyy-MM-ddTHH:mm:ssZ}")).Count.ShouldBe(2);
        (await ListAsync($"from={Now:yyyy-MM-ddTHH:mm:ssZ}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(
        "statistics?groupBy=person",
        HttpStatusCode.UnprocessableEntity,
        "not-by-person",
        null
    )]
    [InlineData(
        "statistics?groupBy=commander",
        HttpStatusCode.UnprocessableEntity,
        "not-by-person",
        null
    )]
    [InlineData("statistics?days=0", HttpStatusCode.BadRequest, "validation", "days")]
    [InlineData("statistics?days=731", HttpStatusCode.BadRequest, "validation", "days")]
    [InlineData("statistics?severity=bad", HttpStatusCode.BadRequest, "validation", "severity")]
    [InlineData("?from=yesterday", HttpStatusCode.BadRequest, "validation", "from")]
    [InlineData("?to=soon", HttpStatusCode.BadRequest, "validation", "to")]
    public async Task What_cannot_be_counted_is_refused(
        string query,
        HttpStatusCode status,
        string code,
        string? field
    )
    {
        var path = query.StartsWith('?') ? "/api/incidents" + query : "/api/incidents/" + query;
        var problem = await _api.GetAsync(path, status);
        problem.Text("code").ShouldBe(code);
        if (field is not null)
        {
            problem["errors"]![field].ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task Months_are_counted_too()
    {
        await OpenAsync(Now.AddDays(-3));

        var s = await StatisticsAsync("days=365&groupBy=month");

        s["counts"]!.AsArray().Count.ShouldBeInRange(12, 13);
        s["counts"]!.AsArray().ShouldAllBe(c => c!["start"]!.GetValue<string>().EndsWith("-01"));
    }

    private async Task<string> OpenAsync(
        DateTime detectedAt,
        string severity = "sev3",
        string? team = null,
        bool isDrill = false
    ) =>
        (
            await _api.PostAsync(
                "/api/incidents",
                new
                {
                    title = "Counted",
                    severity,
                    service = _service,
                    team,
                    isDrill,
                    detectedAt,
                },
                HttpStatusCode.Created
            )
        ).Text("id");

    private async Task ResolvedAsync(int daysAgo, int hours)
    {
        var detectedAt = Now.AddDays(-daysAgo);
        var id = await OpenAsync(detectedAt);
        await _api.PostAsync(
            $"/api/incidents/{id}/resolve",
            new { resolvedAt = detectedAt.AddHours(hours) }
        );
    }

    private Task<JsonNode> StatisticsAsync(string query) =>
        _api.GetAsync($"/api/incidents/statistics?service={_service}&{query}");

    private async Task<IReadOnlyList<JsonNode>> ListAsync(string query) =>
        (await _api.GetAsync($"/api/incidents?service={_service}&{query}")).Items();

    [Collection(OnSqlite.Name)]
    public sealed class Sqlite(SqliteHost host) : StatisticsTests(host);

    [Collection(OnPostgreSql.Name)]
    public sealed class PostgreSql(PostgreSqlHost host) : StatisticsTests(host);
}
