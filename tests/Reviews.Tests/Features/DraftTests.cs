using System.Net;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pir.Contracts.Events;
using Pir.Reviews.Data;
using Pir.Reviews.Features;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.Reviews.Tests.Features;

/// <summary>
/// Only attendees can read the content of a review before it is published, by any way.
/// </summary>
public abstract class DraftTests(ReviewHost fixture)
{
    private const string Secret = "zanzibar";
    private readonly PirTestHost _host = fixture.Host;
    private readonly ReviewClient _trusted = ReviewClient.For(fixture.Host);

    [Fact]
    public async Task A_viewer_finds_no_trace_of_a_draft()
    {
        var (incident, id) = await WrittenAsync();
        var viewer = Somebody("viewer");

        (await viewer.FindAsync(incident)).ShouldBeNull();
        foreach (var path in new[] { "", "/history", "/notes/history", "/attendees", "/revisions" })
        {
            var refused = await viewer.GetAsync(
                $"/api/reviews/{id}{path}",
                HttpStatusCode.NotFound
            );
            refused["code"]!.GetValue<string>().ShouldBe("not-found");
        }

        await viewer.PostAsync($"/api/reviews/{id}/join", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_incidents_team_its_roles_and_whoever_is_invited_read_it()
    {
        var (incident, id) = await WrittenAsync();
        await _trusted.PostAsync(
            $"/api/reviews/{id}/attendees",
            new { personId = "grace", name = "Grace Hopper" }
        );

        foreach (
            var attendee in new[]
            {
                Somebody("mate", [incident.State.Team!]),
                Somebody("cmd"),
                Somebody("grace"),
            }
        )
        {
            var review = await attendee.OfAsync(incident);
            review["isAttendee"]!.GetValue<bool>().ShouldBeTrue();
            review.ToJsonString().ShouldContain(Secret);
            (await attendee.GetAsync($"/api/reviews/{id}/history"))
                .ToJsonString()
                .ShouldContain(Secret);
        }
    }

    [Fact]
    public async Task Who_may_write_reviews_sees_the_facts_and_may_join_on_record()
    {
        var (incident, id) = await WrittenAsync();
        var facilitator = Somebody("fay", [], Scope.ReviewsRead, Scope.ReviewsWrite);

        var item = await facilitator.FindAsync(incident);
        item!["isAttendee"]!.GetValue<bool>().ShouldBeFalse();
        (item["title"]!.GetValue<string>(), item["factorCount"]!.GetValue<int>()).ShouldBe(
            (incident.Title, 0)
        );
        var facts = await facilitator.GetAsync($"/api/reviews/{id}");
        facts.ToJsonString().ShouldNotContain(Secret);
        facts["attendees"]!.AsArray().ShouldBeEmpty();
        (await facilitator.GetAsync($"/api/reviews/{id}/history"))
            .ToJsonString()
            .ShouldNotContain(Secret);

        await facilitator.PostAsync($"/api/reviews/{id}/join");

        (await facilitator.GetAsync($"/api/reviews/{id}")).ToJsonString().ShouldContain(Secret);
        var history = await _trusted.GetAsync($"/api/reviews/{id}/history?limit=1");
        (
            history["items"]![0]!["kind"]!.GetValue<string>(),
            history["items"]![0]!["detail"]!.GetValue<string>()
        ).ShouldBe(("attendeeJoined", "fay"));
    }

    [Fact]
    public async Task Who_does_not_attend_changes_nothing_of_the_draft()
    {
        var (_, id) = await WrittenAsync();
        var facilitator = Somebody("fay", [], Scope.ReviewsRead, Scope.ReviewsWrite);
        var anybody = Guid.CreateVersion7();
        var text = new { text = "x" };
        (HttpMethod Method, string Path, object? Body)[] writes =
        [
            (HttpMethod.Put, "notes", text),
            (HttpMethod.Put, "summary", text),
            (HttpMethod.Post, "factors", new { title = "x", category = "technical" }),
            (HttpMethod.Delete, $"factors/{anybody}", null),
            (HttpMethod.Post, "actions", new { title = "x", type = "corrective" }),
            (HttpMethod.Delete, $"actions/{anybody}", null),
            (HttpMethod.Post, "attendees", new { name = "x" }),
            (HttpMethod.Put, $"attendees/{anybody}", new { heard = true }),
            (HttpMethod.Delete, $"attendees/{anybody}", null),
            (HttpMethod.Post, "hold", new { }),
            (HttpMethod.Post, "waive", new { reason = "x" }),
            (HttpMethod.Post, "publish", null),
            (HttpMethod.Put, "owner", new { person = new { id = "fay", name = "fay" } }),
            (HttpMethod.Post, $"access-requests/{anybody}/accept", null),
            (HttpMethod.Post, $"access-requests/{anybody}/decline", null),
        ];
        foreach (var (method, path, body) in writes)
        {
            var refused = await facilitator.SendAsync(
                method,
                $"/api/reviews/{id}/{path}",
                body,
                HttpStatusCode.Forbidden
            );
            refused["code"]!.GetValue<string>().ShouldBe("not-attending", path);
        }
    }

    [Fact]
    public async Task Published_everybody_reads_the_revision_and_nobody_the_next_draft()
    {
        var (incident, id) = await WrittenAsync();
        await _trusted.PostAsync($"/api/reviews/{id}/publish");
        await _trusted.PutAsync($"/api/reviews/{id}/summary", new { text = "not yet for all" });
        var viewer = Somebody("viewer");

        var review = await viewer.OfAsync(incident);

        review["summary"]!.GetValue<string>().ShouldContain(Secret);
        review.ToJsonString().ShouldNotContain("not yet for all");
        review["hasUnpublishedChanges"]!.GetValue<bool>().ShouldBeFalse();
        await viewer.GetAsync($"/api/reviews/{id}/notes/history", HttpStatusCode.NotFound);
        await viewer.GetAsync($"/api/reviews/{id}/attendees", HttpStatusCode.NotFound);
        (await viewer.GetAsync($"/api/reviews/{id}/history"))
            .ToJsonString()
            .ShouldNotContain(Secret);
    }

    [Fact]
    public async Task No_event_that_leaves_the_product_holds_a_word_of_it()
    {
        var (incident, id) = await WrittenAsync();
        await _trusted.PostAsync($"/api/reviews/{id}/hold");
        await Eventually.Until(
            () => incident.Told<Contracts.Reviews.ReviewHeld>(e => e.Review).Count == 1,
            description: "the meeting is told"
        );

        var told = _host
            .Published.Where(e =>
                e.Subject == id && EventCatalog.Find(e.Type)?.IsSubscribable != false
            )
            .ToList();

        told.ShouldNotBeEmpty();
        told.ShouldAllBe(e => !e.Data.GetRawText().Contains(Secret));
    }

    [Fact]
    public async Task Whoever_has_a_part_or_owns_it_cannot_be_sent_away_others_can()
    {
        var (incident, id) = await WrittenAsync();
        await _trusted.PutAsync(
            $"/api/reviews/{id}/owner",
            new { person = new { id = "ada", name = "Ada" } }
        );
        var listed = await _trusted.PostAsync(
            $"/api/reviews/{id}/attendees",
            new { personId = "grace", name = "Grace Hopper" }
        );
        var attendees = listed["items"]!.AsArray();
        attendees
            .Select(a => (a!["name"]!.GetValue<string>(), a["source"]!.GetValue<string>()))
            .ShouldBe([("Casey Commander", "role"), ("Ada", "owner"), ("Grace Hopper", "invited")]);

        foreach (var fixedOne in attendees.Take(2))
        {
            await _trusted.DeleteAsync(
                $"/api/reviews/{id}/attendees/{fixedOne!["id"]}",
                HttpStatusCode.Conflict
            );
        }

        await _trusted.DeleteAsync(
            $"/api/reviews/{id}/attendees/{attendees[2]!["id"]}",
            HttpStatusCode.OK
        );
        await Somebody("grace").GetAsync($"/api/reviews/{id}", HttpStatusCode.NotFound);
        await Somebody("ada").OfAsync(incident);
    }

    [Fact]
    public async Task Somebody_acknowledges_for_themselves_and_a_facilitator_for_the_room()
    {
        var (_, id) = await WrittenAsync();
        var listed = await _trusted.PostAsync(
            $"/api/reviews/{id}/attendees",
            new { personId = "grace", name = "Grace Hopper" }
        );
        var (casey, grace) = (listed["items"]![0]!["id"], listed["items"]![1]!["id"]);

        var after = await Somebody("grace")
            .PutAsync($"/api/reviews/{id}/attendees/{grace}", new { acknowledged = true });
        await Somebody("grace")
            .PutAsync(
                $"/api/reviews/{id}/attendees/{casey}",
                new { heard = true },
                HttpStatusCode.Forbidden
            );
        (after["acknowledged"]!.GetValue<int>(), after["heard"]!.GetValue<int>()).ShouldBe((1, 0));

        after = await _trusted.PutAsync(
            $"/api/reviews/{id}/attendees/{casey}",
            new { heard = true, acknowledged = true }
        );
        (after["acknowledged"]!.GetValue<int>(), after["heard"]!.GetValue<int>()).ShouldBe((2, 1));
    }

    [Fact]
    public async Task The_list_and_the_rule_agree_about_everybody()
    {
        await WrittenAsync();
        var (incident, id) = await WrittenAsync();
        await _trusted.PutAsync(
            $"/api/reviews/{id}/owner",
            new { person = new { id = "ada", name = "Ada" } }
        );
        await using var scope = _host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ReviewDbContext>();
        var all = await db
            .Reviews.Include(r => r.Incident)
            .Include(r => r.Attendees)
            .Include(r => r.ReaderTeams)
            .AsNoTracking()
            .ToListAsync();
        foreach (
            var user in new[]
            {
                Principal("cmd", []),
                Principal("ada", []),
                Principal("nobody", []),
                Principal("mate", [incident.State.Team!]),
                Principal("nobody", [], Scope.Admin),
            }
        )
        {
            var listed = await Drafts.SeenBy(user, db.Reviews).Select(r => r.Id).ToListAsync();
            var ruled = all.Where(r => Drafts.MaySee(user, r)).Select(r => r.Id);
            listed.ShouldBe(ruled, ignoreOrder: true);
        }
    }

    private static ClaimsPrincipal Principal(string id, string[] teams, params string[] scopes) =>
        PirClaims.Create("Test", "user", id, id, [], scopes, teams);

    private ReviewClient Somebody(string id, string[]? teams = null, params string[] scopes) =>
        new(_host.ClientOf(id, id, teams ?? [], scopes.Length == 0 ? [Scope.ReviewsRead] : scopes));

    private async Task<(IncidentStory Incident, string Id)> WrittenAsync()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = await _trusted.IdOfAsync(incident);
        await _trusted.PutAsync($"/api/reviews/{id}/summary", new { text = Secret + " fell over" });
        await _trusted.PutAsync($"/api/reviews/{id}/notes", new { text = "We saw " + Secret });
        await _trusted.PutAsync($"/api/reviews/{id}/notes", new { text = Secret + " again" });
        await _trusted.PostAsync(
            $"/api/reviews/{id}/factors",
            new { title = "Nobody watches " + Secret, category = "monitoring" },
            HttpStatusCode.Created
        );
        await _trusted.PostAsync(
            $"/api/reviews/{id}/actions",
            new { title = "Watch " + Secret, type = "detective" },
            HttpStatusCode.Created
        );
        return (incident, id);
    }

    [Collection(OnSqlite.Name)]
    public sealed class Sqlite(SqliteHost host) : DraftTests(host);

    [Collection(OnPostgreSql.Name)]
    public sealed class PostgreSql(PostgreSqlHost host) : DraftTests(host);
}
