using System.Net;
using System.Text.Json.Nodes;
using Pir.Contracts.Incidents;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.Reviews.Tests.Features;

/// <summary>
/// How many reviews were held in time, over HTTP, and the lists behind the numbers.
/// </summary>
public abstract class StatisticsTests(ReviewHost fixture)
{
    private readonly PirTestHost _host = fixture.Host;
    private readonly ReviewClient _facilitator = ReviewClient.For(fixture.Host);

    [Fact]
    public async Task Reviews_are_counted_once_held_or_once_their_day_is_over()
    {
        var held = await EndedAsync(TimeSpan.FromHours(3));
        await _facilitator.PostAsync($"/api/reviews/{await _facilitator.IdOfAsync(held)}/hold");
        var late = await EndedAsync(TimeSpan.FromDays(3));
        var fresh = await EndedAsync(TimeSpan.FromHours(1));
        var waived = await EndedAsync(TimeSpan.FromDays(4));
        await _facilitator.PostAsync(
            $"/api/reviews/{await _facilitator.IdOfAsync(waived)}/waive",
            new { reason = "The same as INC-1." }
        );

        (await CountsAsync(held)).ShouldBe((1, 0, 1));
        (await CountsAsync(late)).ShouldBe((1, 0, 0));
        (await CountsAsync(fresh)).ShouldBe((0, 1, 0));
        (await CountsAsync(waived)).ShouldBe((0, 1, 0));
        var rows = (await StatisticsAsync($"team={held.State.Team}"))["held"]!.AsArray();
        rows.Sum(r => r!["within"]!.GetValue<int>()).ShouldBe(1);
    }

    [Fact]
    public async Task Severity_and_period_narrow_what_is_counted()
    {
        var incident = await EndedAsync(TimeSpan.FromDays(40), Severity.Sev1);

        (await CountsAsync(incident)).ShouldBe((1, 0, 0));
        (await CountsAsync(incident, "&days=30")).ShouldBe((0, 0, 0));
        (await CountsAsync(incident, "&severity=sev1")).ShouldBe((1, 0, 0));
        (await CountsAsync(incident, "&severity=sev2,sev3")).ShouldBe((0, 0, 0));
        (await CountsAsync(incident, "&service=checkout")).ShouldBe((1, 0, 0));
        (await CountsAsync(incident, "&service=other")).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task The_list_finds_the_reviews_whose_incident_was_over_in_a_period()
    {
        var incident = await EndedAsync(TimeSpan.FromDays(10));
        var ended = incident.State.ResolvedAt!.Value;
        var mine = $"?team={incident.State.Team}";

        (
            await ListedAsync(
                $"{mine}&endedFrom={Text(ended.AddSeconds(-1))}&endedTo={Text(ended.AddSeconds(2))}"
            )
        ).ShouldBe(1);
        (await ListedAsync($"{mine}&endedFrom={Text(ended.AddSeconds(2))}")).ShouldBe(0);
        (await ListedAsync($"{mine}&endedTo={Text(ended.AddSeconds(-1))}")).ShouldBe(0);
        (await ListedAsync($"{mine}&drill=false")).ShouldBe(1);
        (await ListedAsync($"{mine}&drill=true")).ShouldBe(0);
    }

    [Theory]
    [InlineData("groupBy=person", HttpStatusCode.UnprocessableEntity, "not-by-person", null)]
    [InlineData("groupBy=owner", HttpStatusCode.UnprocessableEntity, "not-by-person", null)]
    [InlineData("days=0", HttpStatusCode.BadRequest, "validation", "days")]
    [InlineData("days=731", HttpStatusCode.BadRequest, "validation", "days")]
    [InlineData("severity=bad", HttpStatusCode.BadRequest, "validation", "severity")]
    public async Task What_cannot_be_counted_is_refused(
        string query,
        HttpStatusCode status,
        string code,
        string? field
    )
    {
        var problem = await _facilitator.GetAsync("/api/reviews/statistics?" + query, status);
        problem["code"]!.GetValue<string>().ShouldBe(code);
        if (field is not null)
        {
            problem["errors"]![field].ShouldNotBeNull();
        }
    }

    private Task<IncidentStory> EndedAsync(TimeSpan ago, Severity severity = Severity.Sev2) =>
        IncidentStory.ResolvedAsync(_host, severity, TestTimes.Now - ago);

    // Each incident has a team of its own, which tells its review from those of other tests.
    private async Task<(int N, int LeftOut, int Within)> CountsAsync(
        IncidentStory incident,
        string more = ""
    )
    {
        var s = await StatisticsAsync($"team={incident.State.Team}{more}");
        return (Number("n"), Number("leftOut"), Number("within"));

        int Number(string name) => s[name]!.GetValue<int>();
    }

    private Task<JsonNode> StatisticsAsync(string query) =>
        _facilitator.GetAsync("/api/reviews/statistics?" + query);

    private async Task<int> ListedAsync(string query) =>
        (await _facilitator.ListAsync(query))["items"]!.AsArray().Count;

    private static string Text(DateTime time) => $"{time:yyyy-MM-ddTHH:mm:ssZ}";

    [Collection(OnSqlite.Name)]
    public sealed class Sqlite(SqliteHost host) : StatisticsTests(host);

    [Collection(OnPostgreSql.Name)]
    public sealed class PostgreSql(PostgreSqlHost host) : StatisticsTests(host);
}
