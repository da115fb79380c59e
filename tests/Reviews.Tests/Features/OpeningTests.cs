using System.Net;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.Reviews.Tests.Features;

public abstract class OpeningTests(ReviewHost fixture)
{
    private readonly PirTestHost _host = fixture.Host;
    private readonly ReviewClient _facilitator = ReviewClient.For(fixture.Host);

    [Fact]
    public async Task A_resolved_incident_has_a_review_due_a_day_after_its_end()
    {
        var end = new DateTime(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);
        var incident = await IncidentStory.ResolvedAsync(_host, at: end);

        var review = await _facilitator.OfAsync(incident);
        review["status"]!.GetValue<string>().ShouldBe("open");
        review["dueAt"]!.GetValue<string>().ShouldBe("2026-03-03T12:00:00Z");
        review["incidentReference"]!.GetValue<string>().ShouldBe(incident.Reference);
        review["title"]!.GetValue<string>().ShouldBe(incident.Title);
        review["severity"]!.GetValue<string>().ShouldBe("sev2");
        review["missingToPublish"]!.ToJsonString().ShouldBe("""["summary","factors"]""");
        review["revision"]!.GetValue<int>().ShouldBe(0);
        review["publishedUrl"].ShouldBeNull();
        await Eventually.Until(() => Opened(incident).Count == 1);
        Opened(incident)[0].Review.DueAt.ShouldBe(end.AddHours(24));
    }

    [Theory]
    [InlineData(Severity.Sev1, true)]
    [InlineData(Severity.Sev3, true)]
    [InlineData(Severity.Sev4, false)]
    [InlineData(Severity.Sev5, false)]
    public async Task Policy_asks_by_severity(Severity severity, bool isAsked)
    {
        var incident = await IncidentStory.ResolvedAsync(_host, severity);

        (await _facilitator.FindAsync(incident) is not null).ShouldBe(isAsked);
    }

    [Fact]
    public async Task An_incident_made_worse_after_its_end_gets_its_review_then()
    {
        var incident = await IncidentStory.ResolvedAsync(_host, Severity.Sev4);
        await incident.GetsSeverityAsync(Severity.Sev1);

        var review = await _facilitator.OfAsync(incident);
        review["severity"]!.GetValue<string>().ShouldBe("sev1");
        review["dueAt"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_changed_severity_and_impact_show_in_the_open_review()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        await incident.GetsSeverityAsync(Severity.Sev4);
        await incident.GetsImpactAsync("Nobody could pay");

        var review = await _facilitator.OfAsync(incident);
        review["severity"]!.GetValue<string>().ShouldBe("sev4");
        review["impact"]!["customers"]!.GetValue<string>().ShouldBe("Nobody could pay");
        review["status"]!.GetValue<string>().ShouldBe("open");
    }

    [Fact]
    public async Task A_merged_incident_needs_no_review_until_the_merge_is_undone()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);

        await incident.TellAsync(incident.Merged());

        var waived = await _facilitator.OfAsync(incident);
        waived["status"]!.GetValue<string>().ShouldBe("waived");
        waived["waivedReason"]!.GetValue<string>().ShouldBe("Merged into INC-7.");
        await incident.TellAsync(incident.Unmerged());
        var restored = await _facilitator.OfAsync(incident);
        restored["status"]!.GetValue<string>().ShouldBe("open");
        restored["dueAt"].ShouldNotBeNull();
        await Eventually.Until(() => Opened(incident).Count == 2);
    }

    [Fact]
    public async Task A_resolution_that_arrives_after_the_merge_opens_no_review()
    {
        var incident = new IncidentStory(_host);
        await incident.OpensAsync();
        var resolved = incident.Resolved();

        await incident.TellAsync(incident.Merged());
        await incident.TellAsync(resolved);

        (await _facilitator.FindAsync(incident)).ShouldBeNull();
        var refused = await _facilitator.PostAsync(
            "/api/reviews",
            new { incident = incident.Reference },
            HttpStatusCode.Conflict
        );
        refused["code"]!.GetValue<string>().ShouldBe("merged");
    }

    [Fact]
    public async Task A_duplicate_message_opens_no_second_review()
    {
        var incident = new IncidentStory(_host);
        await incident.OpensAsync();
        var resolved = incident.Resolved();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => incident.TellAsync(resolved)));
        await incident.TellAsync(resolved);

        await _facilitator.OfAsync(incident);
        await incident.IsClosedAsync();
        await Eventually.Until(() => Opened(incident).Count >= 1);
        Opened(incident).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Reopening_suspends_the_due_time_of_the_same_review()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var before = await _facilitator.OfAsync(incident);

        await incident.IsReopenedAsync();
        var suspended = await _facilitator.OfAsync(incident);
        suspended["id"]!.GetValue<string>().ShouldBe(before["id"]!.GetValue<string>());
        suspended["dueAt"].ShouldBeNull();
        suspended["isOverdue"]!.GetValue<bool>().ShouldBeFalse();
        suspended["resolvedAt"].ShouldBeNull();

        var end = new DateTime(2026, 5, 1, 8, 0, 0, DateTimeKind.Utc);
        await incident.IsResolvedAsync(end);
        var again = await _facilitator.OfAsync(incident);
        again["id"]!.GetValue<string>().ShouldBe(before["id"]!.GetValue<string>());
        again["dueAt"]!.GetValue<string>().ShouldBe("2026-05-02T08:00:00Z");
    }

    [Fact]
    public async Task Reopened_before_resolved_ends_as_if_told_in_order()
    {
        var incident = new IncidentStory(_host);
        await incident.OpensAsync();
        var resolved = incident.Resolved();
        var reopened = incident.Reopened();

        await incident.TellAsync(reopened);
        await incident.TellAsync(resolved);

        var review = await _facilitator.OfAsync(incident);
        review["dueAt"].ShouldBeNull();
        review["incidentStatus"]!.GetValue<string>().ShouldBe("open");
        await Eventually.Until(() => Opened(incident).Count == 1);
        Opened(incident)[0].Review.DueAt.ShouldBeNull();
    }

    [Fact]
    public async Task Resolved_before_opened_still_opens_a_review()
    {
        var incident = new IncidentStory(_host);
        var opened = incident.Opened();
        var resolved = incident.Resolved();

        await incident.TellAsync(resolved);
        await incident.TellAsync(opened);

        (await _facilitator.OfAsync(incident))["dueAt"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_group_of_many_incidents_is_followed_as_a_whole()
    {
        var incidents = Enumerable.Range(0, 60).Select(_ => new IncidentStory(_host)).ToList();
        await Task.WhenAll(
            incidents
                .Select(i => i.Opened())
                .Concat(incidents.Select(i => i.Resolved()))
                .Select(_host.TellAsync)
        );

        foreach (var incident in incidents)
        {
            (await _facilitator.FindAsync(incident)).ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task A_review_is_opened_by_hand_where_policy_asks_for_none()
    {
        var incident = await IncidentStory.ResolvedAsync(_host, Severity.Sev5);

        var review = await _facilitator.PostAsync(
            "/api/reviews",
            new { incident = incident.Reference },
            HttpStatusCode.Created
        );
        review["incidentId"]!.GetValue<Guid>().ShouldBe(incident.Id);
        review["dueAt"].ShouldNotBeNull();

        var again = await _facilitator.PostAsync("/api/reviews", new { incident = incident.Id });
        again["id"]!.GetValue<Guid>().ShouldBe(review["id"]!.GetValue<Guid>());
        await Eventually.Until(() => Opened(incident).Count == 1);
    }

    [Fact]
    public async Task Opened_on_behalf_of_somebody_it_is_not_attended_by_the_caller()
    {
        var incident = await IncidentStory.ResolvedAsync(_host, Severity.Sev5);
        using var person = _host.ClientOf("ada", "Ada", [], Scope.ReviewsWrite, Scope.Import);
        person.DefaultRequestHeaders.Add("Pir-On-Behalf-Of", "Kofi");

        var review = await new ReviewClient(person).PostAsync(
            "/api/reviews",
            new { incident = incident.Id },
            HttpStatusCode.Created
        );

        var attendees = await _facilitator.GetAsync($"/api/reviews/{review["id"]}/attendees");
        attendees["items"]!
            .AsArray()
            .Select(a => a!["name"]!.GetValue<string>())
            .ShouldBe(["Casey Commander"]);
    }

    [Fact]
    public async Task While_the_incident_is_open_no_review_is_opened_A12()
    {
        var incident = new IncidentStory(_host, Severity.Sev5);
        await incident.OpensAsync();

        var refused = await _facilitator.PostAsync(
            "/api/reviews",
            new { incident = incident.Id },
            HttpStatusCode.Conflict
        );

        refused["code"]!.GetValue<string>().ShouldBe("incident-open");
        refused["detail"]!
            .GetValue<string>()
            .ShouldBe(
                $"{incident.Reference} is not resolved yet. Its review can be opened once it is."
            );
        refused["missing"]!.ToJsonString().ShouldBe("""["resolvedAt"]""");
        (await _facilitator.FindAsync(incident)).ShouldBeNull();
        await incident.IsResolvedAsync(new DateTime(2026, 4, 1, 0, 0, 0, DateTimeKind.Utc));
        var opened = await _facilitator.PostAsync(
            "/api/reviews",
            new { incident = incident.Id },
            HttpStatusCode.Created
        );
        opened["dueAt"]!.GetValue<string>().ShouldBe("2026-04-02T00:00:00Z");
    }

    [Fact]
    public async Task Opening_at_once_by_policy_and_by_many_hands_makes_one_review()
    {
        var incident = new IncidentStory(_host);
        await incident.OpensAsync();

        var byHand = Enumerable
            .Range(0, 6)
            .Select(_ =>
                _host
                    .Client()
                    .PostAsync(
                        "/api/reviews",
                        System.Net.Http.Json.JsonContent.Create(new { incident = incident.Id })
                    )
            )
            .ToList();
        // Each of them waits a moment for the resolution, which is on its way.
        await incident.IsResolvedAsync();
        var answers = await Task.WhenAll(byHand);

        answers.ShouldAllBe(a => a.IsSuccessStatusCode);
        var review = await _facilitator.OfAsync(incident);
        review["dueAt"].ShouldNotBeNull();
        await Eventually.Until(() => Opened(incident).Count >= 1);
        Opened(incident).Count.ShouldBe(1);
    }

    [Fact]
    public async Task By_hand_waits_a_moment_for_an_incident_that_is_on_its_way()
    {
        var incident = new IncidentStory(_host, Severity.Sev5);
        var posted = _facilitator.PostAsync(
            "/api/reviews",
            new { incident = incident.Id },
            HttpStatusCode.Created
        );
        await incident.OpensAsync();
        await incident.IsResolvedAsync();

        (await posted)["incidentReference"]!.GetValue<string>().ShouldBe(incident.Reference);
    }

    [Fact]
    public async Task An_unknown_incident_is_not_found_and_nonsense_is_refused_by_field()
    {
        var unknown = await _facilitator.PostAsync(
            "/api/reviews",
            new { incident = Guid.CreateVersion7() },
            HttpStatusCode.NotFound
        );
        unknown["code"]!.GetValue<string>().ShouldBe("not-found");

        foreach (
            var body in new object[] { new { incident = "twelve" }, new { }, new { incident = "" } }
        )
        {
            var problem = await _facilitator.PostAsync(
                "/api/reviews",
                body,
                HttpStatusCode.BadRequest
            );
            problem["code"]!.GetValue<string>().ShouldBe("validation");
            problem["errors"]!["incident"].ShouldNotBeNull(problem.ToJsonString());
        }
    }

    [Fact]
    public async Task A_waived_review_stays_waived_until_it_is_opened_again_by_hand()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = await _facilitator.IdOfAsync(incident);
        await _facilitator.PostAsync($"/api/reviews/{id}/waive", new { reason = "a duplicate" });

        await incident.IsReopenedAsync();
        await incident.IsResolvedAsync();
        (await _facilitator.OfAsync(incident))["status"]!.GetValue<string>().ShouldBe("waived");

        var again = await _facilitator.PostAsync("/api/reviews", new { incident = incident.Id });
        again["id"]!.GetValue<string>().ShouldBe(id);
        again["status"]!.GetValue<string>().ShouldBe("open");
        again["dueAt"].ShouldNotBeNull();
        await Eventually.Until(() => Opened(incident).Count == 2);
    }

    private static IReadOnlyList<ReviewOpened> Opened(IncidentStory incident) =>
        incident.Told<ReviewOpened>(e => e.Review);

    [Collection(OnSqlite.Name)]
    public sealed class Sqlite(SqliteHost host) : OpeningTests(host);

    [Collection(OnPostgreSql.Name)]
    public sealed class PostgreSql(PostgreSqlHost host) : OpeningTests(host);
}
