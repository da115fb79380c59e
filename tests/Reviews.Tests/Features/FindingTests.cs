using System.Net;
using System.Text.Json.Nodes;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.Reviews.Tests.Features;

/// <summary>
/// Answers, learnings and cards; the questions they touch; and what a revision makes of them.
/// </summary>
public abstract class FindingTests(ReviewHost fixture)
{
    private readonly PirTestHost _host = fixture.Host;
    private readonly ReviewClient _facilitator = ReviewClient.For(fixture.Host);

    [Fact]
    public async Task What_is_found_touches_its_question_and_is_published()
    {
        var (incident, id) = await OpenAsync();
        await AddAsync(id, "answer", "The alert came late.", "detect");
        await AddAsync(id, "luck", "It was Sunday.");
        await AddAsync(id, "learning", "Retries multiply.");
        await AddAsync(id, "wentWell", "The rollback took a minute.");
        await AddAsync(id, "wentWrong", "The dashboard was grey.");

        var review = await _facilitator.GetAsync($"/api/reviews/{id}");
        review["touchedQuestions"]!
            .AsArray()
            .Select(q => q!.GetValue<string>())
            .ShouldBe(["detect", "luck", "learned", "well"]);
        await _facilitator.WriteAndPublishAsync(id);

        var revision = await _facilitator.GetAsync($"/api/reviews/{id}/revisions/1");
        revision["findings"]!.AsArray().Count.ShouldBe(5);
        await Eventually.Until(
            () => incident.Told<ReviewPublished>(e => e.Review).Count == 1,
            description: "it is told"
        );
        incident
            .Told<ReviewPublished>(e => e.Review)[0]
            .Published.Findings!.Select(f => f.Text)
            .ShouldContain("Retries multiply.");
    }

    [Fact]
    public async Task Of_two_who_change_a_finding_the_second_sees_the_first()
    {
        var (_, id) = await OpenAsync();
        var finding = await AddAsync(id, "learning", "Retries multiply.");
        var path = $"/api/reviews/{id}/findings/{finding["id"]}";
        var version = (await _facilitator.GetAsync($"/api/reviews/{id}"))[
            "version"
        ]!.GetValue<int>();
        await AddAsync(id, "luck", "Something else meanwhile.");

        await _facilitator.PutAsync(path, Learning("Ada's words", version));
        var stale = await _facilitator.PutAsync(
            path,
            Learning("Grace's words", version),
            HttpStatusCode.PreconditionFailed
        );

        stale["current"]!["text"]!.GetValue<string>().ShouldBe("Ada's words");
        await _facilitator.PutAsync(
            path,
            Learning("Ada's and Grace's words", stale["version"]!.GetValue<int>())
        );
    }

    [Fact]
    public async Task Of_two_who_change_a_factor_the_second_sees_the_first()
    {
        var (_, id) = await OpenAsync();
        var factor = await _facilitator.PostAsync(
            $"/api/reviews/{id}/factors",
            new { title = "No warm-up", category = "technical" },
            HttpStatusCode.Created
        );
        var path = $"/api/reviews/{id}/factors/{factor["id"]}";
        var version = (await _facilitator.GetAsync($"/api/reviews/{id}"))[
            "version"
        ]!.GetValue<int>();

        await _facilitator.PutAsync(path, Factor("Ada's words", version));
        var stale = await _facilitator.PutAsync(
            path,
            Factor("Grace's words", version),
            HttpStatusCode.PreconditionFailed
        );

        stale["current"]!["title"]!.GetValue<string>().ShouldBe("Ada's words");
        await _facilitator.PutAsync(path, new { title = "no version", category = "process" });
    }

    [Fact]
    public async Task An_answer_names_its_question_and_a_finding_can_be_removed()
    {
        var (_, id) = await OpenAsync();
        var refused = await _facilitator.PostAsync(
            $"/api/reviews/{id}/findings",
            new
            {
                kind = "answer",
                question = "who",
                text = "x",
            },
            HttpStatusCode.BadRequest
        );
        refused["errors"]!["question"].ShouldNotBeNull();
        var finding = await AddAsync(id, "luck", "It was Sunday.");
        await _facilitator.DeleteAsync($"/api/reviews/{id}/findings/{finding["id"]}");
        (await _facilitator.GetAsync($"/api/reviews/{id}"))["findings"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_draft_points_at_words_that_blame_and_so_does_the_check()
    {
        var (_, id) = await OpenAsync();
        await _facilitator.PutAsync(
            $"/api/reviews/{id}/summary",
            new { text = "Casey should have called." }
        );

        var hints = (await _facilitator.GetAsync($"/api/reviews/{id}"))["hints"]!.AsArray();
        hints
            .Select(h => (h!["field"]!.GetValue<string>(), h["text"]!.GetValue<string>()))
            .ShouldBe([("summary", "Casey"), ("summary", "should have")]);

        var check = await _facilitator.PostAsync(
            "/api/reviews/language-check",
            new { text = "It was human error.", reviewId = id }
        );
        check["hints"]![0]!["start"]!.GetValue<int>().ShouldBe(7);
    }

    [Fact]
    public async Task A_revision_is_one_document_of_markdown()
    {
        var (_, id) = await OpenAsync();
        await AddAsync(id, "learning", "Retries *multiply*\n# everything");
        await _facilitator.WriteAndPublishAsync(id);

        using var answer = await _host.Client().GetAsync($"/api/reviews/{id}/revisions/1.md");

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/markdown");
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldStartWith("# Checkout is slow");
        text.ShouldContain("A cache was cold.");
        text.ShouldContain("- **No warm-up** (technical)");
        text.ShouldContain(@"- Retries \*multiply\* \# everything");
    }

    [Fact]
    public async Task A_meeting_is_put_on_the_calendar_and_taken_off()
    {
        var (_, id) = await OpenAsync();
        var at = new DateTime(2026, 12, 1, 9, 0, 0, DateTimeKind.Utc);

        var planned = await _facilitator.PutAsync(
            $"/api/reviews/{id}/schedule",
            new { scheduledFor = at }
        );
        planned["scheduledFor"]!.GetValue<DateTime>().ShouldBe(at);
        var off = await _facilitator.PutAsync($"/api/reviews/{id}/schedule", new { });
        off["scheduledFor"].ShouldBeNull();
    }

    [Fact]
    public async Task A_meeting_needs_the_incident_commander_B1()
    {
        var incident = new IncidentStory(_host, isLed: false);
        await incident.OpensAsync();
        await incident.IsResolvedAsync();
        var path = $"/api/reviews/{await _facilitator.IdOfAsync(incident)}/schedule";
        var wanted = new { scheduledFor = "2026-12-01T09:00:00Z" };

        var refused = await _facilitator.PutAsync(path, wanted, HttpStatusCode.UnprocessableEntity);
        await incident.GivesRoleAsync("cmd", "Casey", IncidentRole.IncidentCommander);
        var planned = await _facilitator.PutAsync(path, wanted);

        refused["code"]!.GetValue<string>().ShouldBe("commander-missing");
        refused["missing"]!.ToJsonString().ShouldBe("""["incidentCommander"]""");
        refused["detail"]!
            .GetValue<string>()
            .ShouldStartWith($"{incident.Reference} has no incident commander.");
        planned["scheduledFor"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_list_by_due_time_begins_with_the_longest_overdue()
    {
        var late = await IncidentStory.ResolvedAsync(_host, at: TestTimes.Now.AddDays(-30));
        var later = await IncidentStory.ResolvedAsync(_host, at: TestTimes.Now.AddDays(-20));
        await _facilitator.PutAsync(
            $"/api/reviews/{await _facilitator.IdOfAsync(late)}/owner",
            new { name = "Somebody" }
        );

        var seen = new List<string>();
        string? next = "";
        while (next is not null)
        {
            var page = await _facilitator.ListAsync(
                "?sort=due&status=open&limit=3" + (next.Length > 0 ? "&after=" + next : "")
            );
            seen.AddRange(
                page["items"]!.AsArray().Select(i => i!["incidentReference"]!.GetValue<string>())
            );
            next = page["next"]?.GetValue<string>();
        }

        seen.ShouldBeUnique();
        seen.IndexOf(late.Reference).ShouldBeLessThan(seen.IndexOf(later.Reference));
        var unowned = await _facilitator.ListAsync("?owner=none&limit=200&sort=due");
        unowned["items"]!
            .AsArray()
            .Select(i => i!["incidentReference"]!.GetValue<string>())
            .ShouldNotContain(late.Reference);
    }

    private static object Learning(string text, int version) =>
        new
        {
            kind = "learning",
            text,
            version,
        };

    private static object Factor(string title, int version) =>
        new
        {
            title,
            category = "technical",
            version,
        };

    private Task<JsonNode> AddAsync(string id, string kind, string text, string? question = null) =>
        _facilitator.PostAsync(
            $"/api/reviews/{id}/findings",
            new
            {
                kind,
                text,
                question,
            },
            HttpStatusCode.Created
        );

    private async Task<(IncidentStory, string)> OpenAsync()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        return (incident, await _facilitator.IdOfAsync(incident));
    }

    [Collection(OnSqlite.Name)]
    public sealed class Sqlite(SqliteHost host) : FindingTests(host);

    [Collection(OnPostgreSql.Name)]
    public sealed class PostgreSql(PostgreSqlHost host) : FindingTests(host);
}
