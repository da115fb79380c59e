using System.Net;
using System.Text.Json.Nodes;
using Pir.Contracts.Reviews;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.Reviews.Tests.Features;

public abstract class WritingTests(ReviewHost fixture)
{
    private readonly PirTestHost _host = fixture.Host;
    private readonly ReviewClient _facilitator = ReviewClient.For(fixture.Host);

    [Fact]
    public async Task Notes_are_kept_as_written_and_say_which_version_they_are()
    {
        var (id, _) = await OpenAsync();
        const string markdown = "# What we saw\r\n\n<script>alert(1)</script> & **more**\n";

        var answer = await _facilitator.PutAsync(
            $"/api/reviews/{id}/notes",
            new { text = markdown }
        );

        answer["notes"]!.GetValue<string>().ShouldBe(markdown);
        var read = await _facilitator.GetAsync($"/api/reviews/{id}");
        read["notes"]!.GetValue<string>().ShouldBe(markdown);
        read["version"]!.GetValue<int>().ShouldBe(answer["version"]!.GetValue<int>());
    }

    [Fact]
    public async Task Stale_notes_are_refused_with_the_present_text()
    {
        var (id, version) = await OpenAsync();
        await _facilitator.PutAsync($"/api/reviews/{id}/notes", new { text = "first", version });

        var refusal = await _facilitator.PutAsync(
            $"/api/reviews/{id}/notes",
            new { text = "second", version },
            HttpStatusCode.PreconditionFailed
        );

        refusal["code"]!.GetValue<string>().ShouldBe("stale");
        refusal["current"]!.GetValue<string>().ShouldBe("first");
        await _facilitator.PutAsync(
            $"/api/reviews/{id}/notes",
            new { text = "first, second" },
            ifMatch: $"\"{refusal["version"]}\""
        );
        var byHeader = await _facilitator.PutAsync(
            $"/api/reviews/{id}/notes",
            new { text = "third" },
            HttpStatusCode.PreconditionFailed,
            ifMatch: $"\"{version}\""
        );
        byHeader["current"]!.GetValue<string>().ShouldBe("first, second");
    }

    [Fact]
    public async Task Notes_may_be_saved_while_others_add_factors()
    {
        var (id, version) = await OpenAsync();
        await AddFactorAsync(id);

        await _facilitator.PutAsync($"/api/reviews/{id}/notes", new { text = "typed", version });
    }

    [Fact]
    public async Task Without_a_version_the_last_writer_wins_and_the_earlier_text_is_kept()
    {
        var (id, _) = await OpenAsync();
        await _facilitator.PutAsync($"/api/reviews/{id}/notes", new { text = "first" });
        await _facilitator.PutAsync($"/api/reviews/{id}/notes", new { text = "second" });
        await _facilitator.PutAsync($"/api/reviews/{id}/notes", new { text = "" });

        var review = await _facilitator.GetAsync($"/api/reviews/{id}");
        review["notes"].ShouldBeNull();
        var page = await _facilitator.GetAsync($"/api/reviews/{id}/notes/history?limit=1");
        page["items"]![0]!["text"]!.GetValue<string>().ShouldBe("second");
        var next = await _facilitator.GetAsync(
            $"/api/reviews/{id}/notes/history?limit=1&after={page["next"]}"
        );
        next["items"]![0]!["text"]!.GetValue<string>().ShouldBe("first");
        next["items"]![0]!["writtenBy"]!.GetValue<string>().ShouldBe("Riley Responder");
        next["next"].ShouldBeNull();
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        var (id, _) = await OpenAsync();
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async i =>
                {
                    using var response = await _host
                        .Client()
                        .PutAsync(
                            $"/api/reviews/{id}/notes",
                            System.Net.Http.Json.JsonContent.Create(new { text = "text " + i })
                        );
                    return (Text: "text " + i, response.StatusCode);
                })
        );

        outcomes.ShouldAllBe(o =>
            o.StatusCode == HttpStatusCode.OK || o.StatusCode == HttpStatusCode.Conflict
        );
        var written = outcomes.Where(o => o.StatusCode == HttpStatusCode.OK).Select(o => o.Text);
        var review = await _facilitator.GetAsync($"/api/reviews/{id}");
        var history = await _facilitator.GetAsync($"/api/reviews/{id}/notes/history");
        var found = history["items"]!
            .AsArray()
            .Select(i => i!["text"]!.GetValue<string>())
            .Append(review["notes"]!.GetValue<string>());
        found.Order().ShouldBe(written.Order());
    }

    [Fact]
    public async Task Factors_are_added_changed_and_removed()
    {
        var (id, _) = await OpenAsync();
        var factor = await AddFactorAsync(id);
        var path = $"/api/reviews/{id}/factors/{factor["id"]}";

        await _facilitator.PutAsync(
            path,
            new
            {
                title = "Alerts came late",
                category = "monitoring",
                description = "12 minutes",
            }
        );
        var review = await _facilitator.GetAsync($"/api/reviews/{id}");
        var changed = review["factors"]!.AsArray().ShouldHaveSingleItem()!;
        changed["title"]!.GetValue<string>().ShouldBe("Alerts came late");
        changed["category"]!.GetValue<string>().ShouldBe("monitoring");
        review["missingToPublish"]!.ToJsonString().ShouldBe("""["summary"]""");

        await _facilitator.DeleteAsync(path);
        await _facilitator.DeleteAsync(path, HttpStatusCode.NotFound);
        (await _facilitator.GetAsync($"/api/reviews/{id}"))["factors"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Factors_added_at_once_are_all_there()
    {
        var (id, _) = await OpenAsync();
        await Task.WhenAll(
            AddFactorAsync(id, "one"),
            AddFactorAsync(id, "two"),
            AddFactorAsync(id, "three")
        );

        var review = await _facilitator.GetAsync($"/api/reviews/{id}");
        review["factors"]!.AsArray().Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_proposed_action_is_told_to_the_action_tracker_and_so_is_its_withdrawal()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = await _facilitator.IdOfAsync(incident);
        var factor = await AddFactorAsync(id);
        var action = await _facilitator.PostAsync(
            $"/api/reviews/{id}/actions",
            new
            {
                title = "Warm the cache",
                type = "preventive",
                factorId = factor["id"]!.GetValue<Guid>(),
            },
            HttpStatusCode.Created
        );

        await Eventually.Until(() => incident.Told<ReviewActionProposed>(e => e.Review).Count == 1);
        var told = incident.Told<ReviewActionProposed>(e => e.Review)[0];
        told.Action.Id.ShouldBe(action["id"]!.GetValue<Guid>());
        told.FactorId.ShouldBe(factor["id"]!.GetValue<Guid>());

        await _facilitator.DeleteAsync($"/api/reviews/{id}/actions/{action["id"]}");
        await Eventually.Until(() =>
            incident.Told<ReviewActionWithdrawn>(e => e.Review).Count == 1
        );
        (await _facilitator.OfAsync(incident))["actions"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_owner_is_named_and_told_once()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = await _facilitator.IdOfAsync(incident);
        await _facilitator.PutAsync(
            $"/api/reviews/{id}/owner",
            new { person = new { id = "sam", name = "Sam Owner" } }
        );
        var review = await _facilitator.PutAsync(
            $"/api/reviews/{id}/owner",
            new { person = new { id = "sam", name = "Sam Owner" } }
        );

        review["owner"]!["name"]!.GetValue<string>().ShouldBe("Sam Owner");
        await _facilitator.PutAsync($"/api/reviews/{id}/owner", new { name = "Kim" });
        await Eventually.Until(() => incident.Told<ReviewOwnerAssigned>(e => e.Review).Count == 2);
        incident
            .Told<ReviewOwnerAssigned>(e => e.Review)
            .Select(e => e.Owner.Name)
            .ShouldBe(["Sam Owner", "Kim"]);
    }

    [Fact]
    public async Task The_meeting_is_recorded_and_not_in_the_future()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = await _facilitator.IdOfAsync(incident);
        var future = await _facilitator.PostAsync(
            $"/api/reviews/{id}/hold",
            new { heldAt = TestTimes.Now.AddHours(1) },
            HttpStatusCode.BadRequest
        );
        future["errors"]!["heldAt"].ShouldNotBeNull();

        var held = await _facilitator.PostAsync($"/api/reviews/{id}/hold");
        held["status"]!.GetValue<string>().ShouldBe("held");
        var again = await _facilitator.PostAsync($"/api/reviews/{id}/hold");
        again["heldAt"]!.GetValue<string>().ShouldBe(held["heldAt"]!.GetValue<string>());
        await Eventually.Until(() => incident.Told<ReviewHeld>(e => e.Review).Count == 1);
    }

    [Fact]
    public async Task A_waiver_needs_a_reason_and_closes_the_review_to_changes()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = await _facilitator.IdOfAsync(incident);
        var missing = await _facilitator.PostAsync(
            $"/api/reviews/{id}/waive",
            new { },
            HttpStatusCode.BadRequest
        );
        missing["errors"]!["reason"].ShouldNotBeNull(missing.ToJsonString());

        var waived = await _facilitator.PostAsync(
            $"/api/reviews/{id}/waive",
            new { reason = "same as the one before" }
        );
        waived["status"]!.GetValue<string>().ShouldBe("waived");
        var refusal = await _facilitator.PutAsync(
            $"/api/reviews/{id}/notes",
            new { text = "too late" },
            HttpStatusCode.Conflict
        );
        refusal["code"]!.GetValue<string>().ShouldBe("invalid-transition");
        await Eventually.Until(() => incident.Told<ReviewWaived>(e => e.Review).Count == 1);
    }

    [Theory]
    [InlineData("factors", """{"category":"technical"}""", "title")]
    [InlineData("factors", """{"title":"x"}""", "category")]
    [InlineData("factors", """{"title":"x","category":"people"}""", "category")]
    [InlineData("factors", """{"title":"  ","category":"technical"}""", "title")]
    [InlineData("actions", """{"title":"x","type":"magic"}""", "type")]
    [InlineData("actions", """{"title":"x"}""", "type")]
    public async Task A_bad_part_is_refused_by_field(string part, string body, string field)
    {
        var (id, _) = await OpenAsync();

        var problem = await _facilitator.PostAsync(
            $"/api/reviews/{id}/{part}",
            JsonNode.Parse(body),
            HttpStatusCode.BadRequest
        );

        problem["code"]!.GetValue<string>().ShouldBe("validation");
        problem["errors"]![field].ShouldNotBeNull(problem.ToJsonString());
    }

    [Fact]
    public async Task What_was_done_and_by_whom_is_on_record()
    {
        var (id, _) = await OpenAsync();
        await AddFactorAsync(id, "No warm-up");

        var history = await _facilitator.GetAsync($"/api/reviews/{id}/history");
        var lines = history["items"]!.AsArray();
        lines[0]!["kind"]!.GetValue<string>().ShouldBe("factorAdded");
        lines[0]!["detail"]!.GetValue<string>().ShouldBe("No warm-up");
        lines[0]!["actor"]!["name"]!.GetValue<string>().ShouldBe("Riley Responder");
        lines[1]!["kind"]!.GetValue<string>().ShouldBe("opened");
        lines[1]!["actor"]!["kind"]!.GetValue<string>().ShouldBe("system");
    }

    private async Task<(string Id, int Version)> OpenAsync()
    {
        var review = await _facilitator.OfAsync(await IncidentStory.ResolvedAsync(_host));
        return (review["id"]!.GetValue<string>(), review["version"]!.GetValue<int>());
    }

    private Task<JsonNode> AddFactorAsync(string id, string title = "No warm-up") =>
        _facilitator.PostAsync(
            $"/api/reviews/{id}/factors",
            new { title, category = "technical" },
            HttpStatusCode.Created
        );

    [Collection(OnSqlite.Name)]
    public sealed class Sqlite(SqliteHost host) : WritingTests(host);

    [Collection(OnPostgreSql.Name)]
    public sealed class PostgreSql(PostgreSqlHost host) : WritingTests(host);
}
