using System.Net;
using System.Text.Json;
using Pir.Contracts.Actions;
using Pir.Contracts.Reviews;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.ActionTracking.Tests.Features;

public sealed class ActionStatisticsOnSqlite(OnSqlite fixture)
    : ActionStatisticsApiTests(fixture),
        IClassFixture<OnSqlite>;

public sealed class ActionStatisticsOnPostgreSql(OnPostgreSql fixture)
    : ActionStatisticsApiTests(fixture),
        IClassFixture<OnPostgreSql>;

/// <summary>Counts of open actions by age, and the lists behind them.</summary>
public abstract class ActionStatisticsApiTests(ActionsFixture fixture)
{
    private readonly ActionsDriver _team = new(fixture.Host);
    private readonly string _service = "svc-" + Guid.CreateVersion7().ToString("N");

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task Open_actions_are_counted_by_age_and_completed_ones_measured()
    {
        await AgedAsync("fresh", 1);
        await AgedAsync("old", 40);
        var late = await AgedAsync("late", 20);
        await _team.AssignsAsync(late, dueAt: Now.AddSeconds(1));
        var done = await AgedAsync("done", 2);
        await _team.DoesAsync(await _team.AssignsAsync(done), "complete");
        await _team.DoesAsync(await AgedAsync("no", 3), "decline", new { reason = "No." });

        // Nothing can be due in the past; the late one becomes so.
        var answer = default(JsonElement);
        await Eventually.Until(
            async () =>
            {
                answer = (await StatisticsAsync($"?service={_service}")).Json;
                return answer
                    .GetProperty("open")
                    .EnumerateArray()
                    .Any(a => a.GetProperty("overdue").GetInt32() > 0);
            },
            description: "an action is overdue"
        );

        answer.GetProperty("n").GetInt32().ShouldBe(3);
        answer.GetProperty("leftOut").GetInt32().ShouldBe(0);
        answer
            .GetProperty("open")
            .EnumerateArray()
            .Select(a => (a.GetProperty("count").GetInt32(), a.GetProperty("overdue").GetInt32()))
            .ShouldBe([(1, 0), (1, 1), (1, 0), (0, 0)]);
        var completion = answer.GetProperty("completion");
        completion.GetProperty("n").GetInt32().ShouldBe(1);
        TimeSpan
            .FromSeconds(completion.GetProperty("medianSeconds").GetInt64())
            .TotalDays.ShouldBe(2, 0.1);
    }

    [Fact]
    public async Task The_list_finds_the_actions_of_each_age_that_the_statistics_count()
    {
        foreach (var days in new[] { 0, 7, 8, 30, 31, 90, 91, 400 })
        {
            await AgedAsync($"{days} days", days);
        }

        foreach (
            var age in (await StatisticsAsync($"?service={_service}"))
                .Json.GetProperty("open")
                .EnumerateArray()
        )
        {
            var query = $"?service={_service}&status=open&ageFrom={age.GetProperty("fromDays")}";
            query += age.TryGetProperty("toDays", out var to) ? $"&ageTo={to}" : "";

            var (items, _) = await _team.ListAsync(query);

            items.Count.ShouldBe(2, query);
            items.Count.ShouldBe(age.GetProperty("count").GetInt32());
        }
    }

    [Fact]
    public async Task The_list_is_narrowed_by_type_severity_and_closing_and_sorted_by_due_date_or_age()
    {
        var incident = await _team.IncidentOpensAsync();
        var old = await AgedAsync("old", 9);
        var due = await _team.ProposesAsync(
            new
            {
                title = "due",
                type = "process",
                incident = incident.Id,
                service = _service,
            }
        );
        await _team.AssignsAsync(due, dueAt: Now.AddDays(1));
        var later = await AgedAsync("later", 2);
        await _team.AssignsAsync(later, dueAt: Now.AddDays(5));
        await _team.DoesAsync(await AgedAsync("closed", 1), "decline", new { reason = "No." });
        var mine = $"?service={_service}";

        (await _team.TitlesAsync(mine + "&type=process,corrective")).ShouldBe(["due"]);
        (await _team.TitlesAsync(mine + "&severity=sev2")).ShouldBe(["due"]);
        (
            await _team.TitlesAsync(mine + $"&closedFrom={Now.AddHours(-1):yyyy-MM-ddTHH:mm:ssZ}")
        ).ShouldBe(["closed"]);
        (
            await _team.TitlesAsync(mine + $"&closedFrom={Now.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}")
        ).ShouldBeEmpty();
        (await _team.TitlesAsync(mine + "&status=open&sort=due")).ShouldBe(["due", "later", "old"]);
        (await _team.TitlesAsync(mine + "&status=open&sort=oldest")).ShouldBe([
            "old",
            "later",
            "due",
        ]);
        old.Status.ShouldBe(ActionStatus.Proposed);
    }

    [Theory]
    [InlineData("due")]
    [InlineData("oldest")]
    [InlineData("newest")]
    public async Task Pages_go_through_the_list_once_in_every_order(string sort)
    {
        for (var i = 0; i < 5; i++)
        {
            var action = await AgedAsync($"{i}", i);
            if (i % 2 == 0)
            {
                await _team.AssignsAsync(action, dueAt: Now.AddDays(3));
            }
        }

        var whole = await _team.TitlesAsync($"?service={_service}&sort={sort}");
        var seen = new List<string?>();
        for (string? after = ""; after is not null; )
        {
            var query = $"?service={_service}&sort={sort}&limit=2";
            var (items, next) = await _team.ListAsync(
                after.Length == 0 ? query : $"{query}&after={after}"
            );
            seen.AddRange(items.Select(i => i.Title));
            after = next;
        }

        seen.ShouldBe(whole);
        seen.Count.ShouldBe(5);
    }

    [Fact]
    public async Task What_a_draft_proposes_is_not_counted_for_those_who_may_not_see_it()
    {
        var incident = await _team.IncidentOpensAsync();
        var review = Some.Review(incident);
        await _team.HearsAsync(
            new ReviewActionProposed(
                review,
                Some.Proposal(),
                null,
                new ReviewAudience(["ada"], [])
            ),
            review.Id,
            2
        );
        var query = $"?service={incident.Service}";

        (await CountAsync(_team, query)).ShouldBe(1);
        (await CountAsync(Somebody("ada"), query)).ShouldBe(1);
        (await CountAsync(Somebody("eve"), query)).ShouldBe(0);
    }

    [Theory]
    [InlineData("groupBy=person", HttpStatusCode.UnprocessableEntity, "not-by-person", null)]
    [InlineData("groupBy=assignee", HttpStatusCode.UnprocessableEntity, "not-by-person", null)]
    [InlineData("days=0", HttpStatusCode.BadRequest, "validation", "days")]
    [InlineData("days=731", HttpStatusCode.BadRequest, "validation", "days")]
    [InlineData("severity=sev1,sev9", HttpStatusCode.BadRequest, "validation", "severity")]
    public async Task What_cannot_be_counted_is_refused(
        string query,
        HttpStatusCode status,
        string code,
        string? field
    ) => Refused(await StatisticsAsync("?" + query), status, code, field);

    [Theory]
    [InlineData("ageFrom=-1", "ageFrom")]
    [InlineData("ageFrom=8&ageTo=7", "ageTo")]
    [InlineData("ageFrom=week", "ageFrom")]
    [InlineData("type=wish", "type")]
    [InlineData("severity=bad", "severity")]
    [InlineData("sort=assignee", "sort")]
    [InlineData("closedFrom=yesterday", "closedFrom")]
    public async Task What_cannot_be_listed_is_refused_by_field(string query, string field) =>
        Refused(await _team.GetAsync("?" + query), HttpStatusCode.BadRequest, "validation", field);

    [Fact]
    public async Task Ages_beyond_all_time_are_no_error()
    {
        await AgedAsync("x", 3);

        (await _team.TitlesAsync($"?service={_service}&ageTo=2147483647")).ShouldBe(["x"]);
        (await _team.TitlesAsync($"?service={_service}&ageFrom=2147483647")).ShouldBeEmpty();
    }

    private static void Refused(Answer answer, HttpStatusCode status, string code, string? field)
    {
        answer.Status.ShouldBe(status, answer.Text);
        answer.Code.ShouldBe(code);
        if (field is not null)
        {
            answer.ErrorOf(field).ShouldNotBeNullOrEmpty();
        }
    }

    /// <summary>
    /// An action of this test's service that was proposed some days ago, with an hour to spare.
    /// </summary>
    private async Task<ActionJson> AgedAsync(string title, int days)
    {
        var action = await _team.ProposesAsync(
            new
            {
                title,
                type = "detective",
                service = _service,
            }
        );
        await fixture.ProposedAtAsync(action.Id, Now.AddDays(-days).AddHours(days == 0 ? 0 : -1));
        return action;
    }

    private static async Task<int> CountAsync(ActionsDriver reader, string query) =>
        (await reader.GetAsync("/statistics" + query)).Json.GetProperty("n").GetInt32();

    private Task<Answer> StatisticsAsync(string query) => _team.GetAsync("/statistics" + query);

    private ActionsDriver Somebody(string id) =>
        new(fixture.Host, fixture.Host.ClientOf(id, id, [], Scope.ActionsRead));
}
