using System.Net;
using Pir.Contracts.Incidents;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.Reviews.Tests.Features;

public abstract class ListingTests(ReviewHost fixture)
{
    private readonly PirTestHost _host = fixture.Host;
    private readonly ReviewClient _facilitator = ReviewClient.For(fixture.Host);

    [Fact]
    public async Task Pages_go_through_all_reviews_newest_first_and_each_once()
    {
        var incidents = new List<IncidentStory>();
        for (var i = 0; i < 5; i++)
        {
            incidents.Add(await IncidentStory.ResolvedAsync(_host));
        }

        var seen = new List<(string Id, string OpenedAt)>();
        var query = "?limit=2";
        string? next = "";
        while (next is not null)
        {
            var page = await _facilitator.ListAsync(
                query + (next.Length > 0 ? "&after=" + next : "")
            );
            seen.AddRange(
                page["items"]!
                    .AsArray()
                    .Select(i => (i!["id"]!.GetValue<string>(), i["openedAt"]!.GetValue<string>()))
            );
            next = page["next"]?.GetValue<string>();
        }

        seen.Select(s => s.Id).ShouldBeUnique();
        seen.Select(s => DateTime.Parse(s.OpenedAt)).ShouldBeInOrder(SortDirection.Descending);
        foreach (var incident in incidents)
        {
            seen.Select(s => s.Id).ShouldContain(await _facilitator.IdOfAsync(incident));
        }
    }

    [Fact]
    public async Task Filters_narrow_the_list()
    {
        var overdue = await IncidentStory.ResolvedAsync(
            _host,
            Severity.Sev1,
            TestTimes.Now.AddDays(-3)
        );
        var recent = await IncidentStory.ResolvedAsync(_host);
        var published = await IncidentStory.ResolvedAsync(_host, at: TestTimes.Now.AddDays(-3));
        await _facilitator.WriteAndPublishAsync(await _facilitator.IdOfAsync(published));

        (await ReferencesAsync("?overdue=true&limit=200")).ShouldSatisfyAllConditions(
            r => r.ShouldContain(overdue.Reference),
            r => r.ShouldNotContain(recent.Reference),
            r => r.ShouldNotContain(published.Reference)
        );
        (await ReferencesAsync("?overdue=false&limit=200")).ShouldSatisfyAllConditions(
            r => r.ShouldNotContain(overdue.Reference),
            r => r.ShouldContain(recent.Reference),
            r => r.ShouldContain(published.Reference)
        );
        (await ReferencesAsync("?status=published,waived&limit=200")).ShouldSatisfyAllConditions(
            r => r.ShouldContain(published.Reference),
            r => r.ShouldNotContain(recent.Reference)
        );
        (await ReferencesAsync("?severity=sev1&limit=200")).ShouldSatisfyAllConditions(
            r => r.ShouldContain(overdue.Reference),
            r => r.ShouldNotContain(recent.Reference)
        );
        (await ReferencesAsync("?team=" + recent.State.Team)).ShouldBe([recent.Reference]);
        (await ReferencesAsync("?service=nothing")).ShouldBeEmpty();
        (await ReferencesAsync("?incident=" + recent.Id)).ShouldBe([recent.Reference]);
        (await ReferencesAsync("?incident=" + recent.Reference[4..])).ShouldBe([recent.Reference]);
        (await ReferencesAsync("?incident=INC-99999999")).ShouldBeEmpty();
        (await ReferencesAsync("?q=" + recent.Reference.ToLowerInvariant())).ShouldBe([
            recent.Reference,
        ]);
        (
            await ReferencesAsync("?limit=200&q=" + recent.State.Title[..8].ToUpperInvariant())
        ).ShouldContain(recent.Reference);
        (await ReferencesAsync("?q=no+such+thing")).ShouldBeEmpty();
    }

    [Fact]
    public async Task My_teams_reviews_are_those_of_their_incidents()
    {
        var (ours, theirs) = (
            await IncidentStory.ResolvedAsync(_host),
            await IncidentStory.ResolvedAsync(_host)
        );
        var mate = new ReviewClient(
            _host.ClientOf(
                "mate",
                "mate",
                [ours.State.Team!],
                Scope.ReviewsRead,
                Scope.ReviewsWrite
            )
        );
        var loner = new ReviewClient(
            _host.ClientOf("loner", "loner", [], Scope.ReviewsRead, Scope.ReviewsWrite)
        );

        var listed = (await mate.ListAsync("?myTeams=true&limit=200"))["items"]!.AsArray();

        listed.Select(i => (string)i!["incidentReference"]!).ShouldBe([ours.Reference]);
        ours.Reference.ShouldNotBe(theirs.Reference);
        (await loner.ListAsync("?myTeams=true"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_listed_review_says_what_is_missing()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = await _facilitator.IdOfAsync(incident);
        await _facilitator.PutAsync(
            $"/api/reviews/{id}/summary",
            new { text = "A cache was cold." }
        );

        var item = await _facilitator.FindAsync(incident);
        item!["missingToPublish"]!.ToJsonString().ShouldBe("""["factors"]""");
        item["dueAt"].ShouldNotBeNull();
        item["status"]!.GetValue<string>().ShouldBe("open");
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?after=nonsense", "after")]
    [InlineData("?status=done", "status")]
    [InlineData("?status=1", "status")]
    [InlineData("?severity=huge", "severity")]
    [InlineData("?incident=twelve", "incident")]
    public async Task A_bad_filter_is_refused_by_name(string query, string field)
    {
        var problem = await _facilitator.GetAsync(
            "/api/reviews" + query,
            HttpStatusCode.BadRequest
        );
        problem["code"]!.GetValue<string>().ShouldBe("validation");
        problem["errors"]![field].ShouldNotBeNull();
    }

    [Fact]
    public async Task Reading_needs_a_ticket_and_writing_needs_its_scope()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = await _facilitator.IdOfAsync(incident);

        var stranger = await new ReviewClient(_host.AnonymousClient()).GetAsync(
            "/api/reviews",
            HttpStatusCode.Unauthorized
        );
        stranger["code"]!.GetValue<string>().ShouldBe("unauthenticated");
        await new ReviewClient(_host.Client(Scope.IncidentsRead)).GetAsync(
            "/api/reviews/" + id,
            HttpStatusCode.Forbidden
        );
        var reader = new ReviewClient(_host.Client(Scope.ReviewsRead, Scope.ReviewsDrafts));
        await reader.GetAsync("/api/reviews/" + id);
        foreach (var verb in new[] { "publish", "hold", "waive", "factors", "actions" })
        {
            await reader.PostAsync(
                $"/api/reviews/{id}/{verb}",
                new { reason = "x" },
                HttpStatusCode.Forbidden
            );
        }

        foreach (var verb in new[] { "notes", "summary", "owner" })
        {
            await reader.PutAsync(
                $"/api/reviews/{id}/{verb}",
                new { text = "x" },
                HttpStatusCode.Forbidden
            );
        }
    }

    private async Task<List<string>> ReferencesAsync(string query) =>
        [
            .. (await _facilitator.ListAsync(query))["items"]!
                .AsArray()
                .Select(i => i!["incidentReference"]!.GetValue<string>()),
        ];

    [Collection(OnSqlite.Name)]
    public sealed class Sqlite(SqliteHost host) : ListingTests(host);

    [Collection(OnPostgreSql.Name)]
    public sealed class PostgreSql(PostgreSqlHost host) : ListingTests(host);
}
