using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pir.Contracts.Api;
using Pir.Contracts.Reviews;
using Pir.Reviews.Data;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.Reviews.Tests.Features;

public abstract class PublishingTests(ReviewHost fixture)
{
    private readonly PirTestHost _host = fixture.Host;
    private readonly ReviewClient _facilitator = ReviewClient.For(fixture.Host);

    [Fact]
    public async Task Publishing_is_refused_with_what_is_missing()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = await _facilitator.IdOfAsync(incident);

        var refusal = await _facilitator.PostAsync(
            $"/api/reviews/{id}/publish",
            expected: HttpStatusCode.UnprocessableEntity
        );

        refusal["code"]!.GetValue<string>().ShouldBe("missing-to-publish");
        refusal["missing"]!.ToJsonString().ShouldBe("""["summary","factors"]""");
        (await _facilitator.OfAsync(incident))["status"]!.GetValue<string>().ShouldBe("open");
    }

    [Fact]
    public async Task Texts_that_come_along_are_saved_and_published_together()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var review = await _facilitator.OfAsync(incident);
        var (id, version) = (review["id"], review["version"]!.GetValue<int>());
        await AddFactorAsync(id);

        var published = await _facilitator.PostAsync(
            $"/api/reviews/{id}/publish",
            new PublishReviewRequest("The shop was down.", "We saw it late.", version)
        );

        published["summary"]!.GetValue<string>().ShouldBe("The shop was down.");
        published["notes"]!.GetValue<string>().ShouldBe("We saw it late.");
        (await _facilitator.OfAsync(incident))["summary"]!
            .GetValue<string>()
            .ShouldBe("The shop was down.");
    }

    [Fact]
    public async Task Texts_that_cannot_be_published_are_not_saved()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var review = await _facilitator.OfAsync(incident);
        var (id, version) = (review["id"], review["version"]!.GetValue<int>());

        await _facilitator.PostAsync(
            $"/api/reviews/{id}/publish",
            new PublishReviewRequest("Too early.", "Too early.", version),
            HttpStatusCode.UnprocessableEntity
        );
        await AddFactorAsync(id);
        await _facilitator.PutAsync($"/api/reviews/{id}/notes", new WriteNotesRequest("Theirs."));
        var stale = await _facilitator.PostAsync(
            $"/api/reviews/{id}/publish",
            new PublishReviewRequest("Mine.", "Mine.", version),
            HttpStatusCode.PreconditionFailed
        );
        var unseen = await _facilitator.PostAsync(
            $"/api/reviews/{id}/publish",
            new PublishReviewRequest(Version: version),
            HttpStatusCode.PreconditionFailed
        );

        stale["current"]!.GetValue<string>().ShouldBe("Theirs.");
        unseen["code"]!.GetValue<string>().ShouldBe("stale");
        var after = await _facilitator.OfAsync(incident);
        (after["summary"], after["revision"]!.GetValue<int>()).ShouldBe((null, 0));
        after["notes"]!.GetValue<string>().ShouldBe("Theirs.");
    }

    [Fact]
    public async Task A_text_that_somebody_else_wrote_is_not_published_unseen_even_if_it_is_the_same()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var review = await _facilitator.OfAsync(incident);
        var (id, version) = (review["id"], review["version"]!.GetValue<int>());
        await AddFactorAsync(id);
        await _facilitator.PutAsync($"/api/reviews/{id}/summary", new WriteSummaryRequest("Same."));

        var stale = await _facilitator.PostAsync(
            $"/api/reviews/{id}/publish",
            new PublishReviewRequest("Same.", Version: version),
            HttpStatusCode.PreconditionFailed
        );

        stale["current"]!.GetValue<string>().ShouldBe("Same.");
        (await _facilitator.OfAsync(incident))["revision"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task The_version_is_compared_before_anything_is_missing()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var review = await _facilitator.OfAsync(incident);
        var (id, version) = (review["id"], review["version"]!.GetValue<int>());

        var missing = await _facilitator.PostAsync(
            $"/api/reviews/{id}/publish",
            new PublishReviewRequest(Version: version),
            HttpStatusCode.UnprocessableEntity
        );
        await AddFactorAsync(id);
        var stale = await _facilitator.PostAsync(
            $"/api/reviews/{id}/publish",
            new PublishReviewRequest(Version: version),
            HttpStatusCode.PreconditionFailed
        );

        missing["code"]!.GetValue<string>().ShouldBe("missing-to-publish");
        stale["code"]!.GetValue<string>().ShouldBe("stale");
    }

    [Fact]
    public async Task A_text_that_is_too_long_to_publish_is_refused_beside_its_field()
    {
        var id = await _facilitator.IdOfAsync(await IncidentStory.ResolvedAsync(_host));

        var refusal = await _facilitator.PostAsync(
            $"/api/reviews/{id}/publish",
            new PublishReviewRequest(new string('x', 10_001)),
            HttpStatusCode.BadRequest
        );

        refusal["errors"]!["summary"]![0]!
            .GetValue<string>()
            .ShouldBe("must be at most 10000 characters long");
    }

    private Task<JsonNode> AddFactorAsync(JsonNode? id) =>
        _facilitator.PostAsync(
            $"/api/reviews/{id}/factors",
            new FactorRequest("No warm-up", FactorCategory.Technical),
            HttpStatusCode.Created
        );

    [Fact]
    public async Task A_revision_keeps_its_texts_as_safe_HTML()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = await _facilitator.IdOfAsync(incident);
        await _facilitator.PutAsync(
            $"/api/reviews/{id}/notes",
            new { text = "# Notes\n\n**bold** [a [b](javascript:x)](https://e.org) <b onclick=x>" }
        );

        var published = await _facilitator.WriteAndPublishAsync(id);

        published["summaryHtml"]!.GetValue<string>().Trim().ShouldBe("<p>A cache was cold.</p>");
        var notes = published["notesHtml"]!.GetValue<string>();
        notes.ShouldContain("<h3 id=\"notes-notes\">Notes</h3>");
        notes.ShouldContain("<strong>bold</strong>");
        notes.ShouldNotContain("javascript:");
        notes.ShouldNotContain("onclick");
    }

    [Fact]
    public async Task A_revision_published_before_HTML_was_kept_is_shown_all_the_same()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = await _facilitator.IdOfAsync(incident);
        await _facilitator.WriteAndPublishAsync(id);
        await using (var scope = _host.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<ReviewDbContext>();
            await db
                .Revisions.Where(r => r.ReviewId == Guid.Parse(id))
                .ExecuteUpdateAsync(r => r.SetProperty(x => x.SummaryHtml, (string?)null));
        }

        var read = await _facilitator.GetAsync($"/api/reviews/{id}/revisions/1");

        read["summaryHtml"]!.GetValue<string>().Trim().ShouldBe("<p>A cache was cold.</p>");
    }

    [Fact]
    public async Task A_published_revision_has_a_permanent_address_and_is_told_whole()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        await incident.GetsImpactAsync("1 in 5 could not pay");
        var id = await _facilitator.IdOfAsync(incident);
        await _facilitator.PutAsync($"/api/reviews/{id}/notes", new { text = "# Notes" });

        var published = await _facilitator.WriteAndPublishAsync(id);

        published["revision"]!.GetValue<int>().ShouldBe(1);
        published["url"]!.GetValue<string>().ShouldBe($"/published/{id}/1");
        published["summary"]!.GetValue<string>().ShouldBe("A cache was cold.");
        published["impact"]!["customers"]!.GetValue<string>().ShouldBe("1 in 5 could not pay");
        published["publishedBy"]!["name"]!.GetValue<string>().ShouldBe("Riley Responder");
        published["roles"]!.ToJsonString().ShouldBe("""["incidentCommander"]""");
        published.ToJsonString().ShouldNotContain("Casey");
        var read = await _facilitator.GetAsync($"/api/reviews/{id}/revisions/1");
        read.ToJsonString().ShouldBe(published.ToJsonString());
        var review = await _facilitator.OfAsync(incident);
        review["status"]!.GetValue<string>().ShouldBe("published");
        review["publishedUrl"]!.GetValue<string>().ShouldBe($"/published/{id}/1");
        review["hasUnpublishedChanges"]!.GetValue<bool>().ShouldBeFalse();

        await Eventually.Until(() => incident.Told<ReviewPublished>(e => e.Review).Count == 1);
        var told = incident.Told<ReviewPublished>(e => e.Review)[0];
        told.Review.Status.ShouldBe(ReviewStatus.Published);
        told.Published.Notes.ShouldBe("# Notes");
        told.Published.Factors.ShouldHaveSingleItem().Title.ShouldBe("No warm-up");
        told.Published.Impact!.Customers.ShouldBe("1 in 5 could not pay");
    }

    [Fact]
    public async Task Without_changes_there_is_nothing_to_revise_with_changes_there_is_a_next_revision()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = await _facilitator.IdOfAsync(incident);
        await _facilitator.WriteAndPublishAsync(id);
        var first = await _facilitator.GetAsync($"/api/reviews/{id}/revisions/1");

        var refusal = await _facilitator.PostAsync(
            $"/api/reviews/{id}/publish",
            expected: HttpStatusCode.Conflict
        );
        refusal["code"]!.GetValue<string>().ShouldBe("nothing-to-revise");

        await _facilitator.PutAsync(
            $"/api/reviews/{id}/summary",
            new { text = "A cache was cold, and nobody noticed." }
        );
        var second = await _facilitator.PostAsync($"/api/reviews/{id}/publish");
        second["revision"]!.GetValue<int>().ShouldBe(2);
        second["url"]!.GetValue<string>().ShouldBe($"/published/{id}/2");

        (await _facilitator.GetAsync($"/api/reviews/{id}/revisions/1"))
            .ToJsonString()
            .ShouldBe(first.ToJsonString());
        var list = await _facilitator.GetAsync($"/api/reviews/{id}/revisions");
        list["items"]!.AsArray().Select(i => i!["revision"]!.GetValue<int>()).ShouldBe([2, 1]);
        await Eventually.Until(() => incident.Told<ReviewRevised>(e => e.Review).Count == 1);
        incident.Told<ReviewPublished>(e => e.Review).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Publishing_at_once_makes_one_revision()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = await _facilitator.IdOfAsync(incident);
        await _facilitator.PutAsync(
            $"/api/reviews/{id}/summary",
            new { text = "A cache was cold." }
        );
        await _facilitator.PostAsync(
            $"/api/reviews/{id}/factors",
            new { title = "No warm-up", category = "technical" },
            HttpStatusCode.Created
        );

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(_ => _host.Client().PostAsync($"/api/reviews/{id}/publish", null))
        );

        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(4);
        (await _facilitator.OfAsync(incident))["revision"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_published_review_stays_published_when_the_incident_reopens()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = await _facilitator.IdOfAsync(incident);
        await _facilitator.WriteAndPublishAsync(id);

        await incident.IsReopenedAsync();
        await incident.IsResolvedAsync();

        var review = await _facilitator.OfAsync(incident);
        review["status"]!.GetValue<string>().ShouldBe("published");
        review["isOverdue"]!.GetValue<bool>().ShouldBeFalse();
        // The incident ended at another time than revision 1 says.
        review["hasUnpublishedChanges"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Publishing_what_somebody_changed_meanwhile_can_be_refused()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var review = await _facilitator.OfAsync(incident);
        var id = review["id"]!.GetValue<string>();
        await _facilitator.PutAsync($"/api/reviews/{id}/summary", new { text = "Changed" });

        var refusal = await _facilitator.SendAsync(
            HttpMethod.Post,
            $"/api/reviews/{id}/publish",
            null,
            HttpStatusCode.PreconditionFailed,
            ifMatch: $"\"{review["version"]}\""
        );
        refusal["code"]!.GetValue<string>().ShouldBe("stale");
        var nonsense = await _facilitator.SendAsync(
            HttpMethod.Post,
            $"/api/reviews/{id}/publish",
            null,
            HttpStatusCode.BadRequest,
            ifMatch: "\"yesterday\""
        );
        nonsense["errors"]!["If-Match"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_revision_cannot_be_changed_not_even_by_our_own_code()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = Guid.Parse(await _facilitator.IdOfAsync(incident));
        await _facilitator.WriteAndPublishAsync(id.ToString());
        await using var db = await _host
            .Services.GetRequiredService<IDbContextFactory<ReviewDbContext>>()
            .CreateDbContextAsync();
        var revision = await db.Revisions.SingleAsync(r => r.ReviewId == id);
        db.Entry(revision).Property(r => r.Summary).CurrentValue = "rewritten history";

        await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync());
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = await _facilitator.IdOfAsync(incident);
        foreach (
            var path in new[]
            {
                $"/api/reviews/{id}/revisions/1",
                $"/api/reviews/{Guid.CreateVersion7()}",
                $"/api/reviews/{Guid.CreateVersion7()}/revisions",
                $"/api/reviews/{Guid.CreateVersion7()}/notes/history",
                $"/api/reviews/{Guid.CreateVersion7()}/history",
                "/api/reviews/nonsense",
            }
        )
        {
            var problem = await _facilitator.GetAsync(path, HttpStatusCode.NotFound);
            problem["code"]!.GetValue<string>().ShouldBe("not-found");
        }
    }

    [Collection(OnSqlite.Name)]
    public sealed class Sqlite(SqliteHost host) : PublishingTests(host);

    [Collection(OnPostgreSql.Name)]
    public sealed class PostgreSql(PostgreSqlHost host) : PublishingTests(host);
}
