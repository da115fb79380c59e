using System.Net;
using Pir.Contracts.Incidents;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.Reviews.Tests.Features;

public sealed class OverdueTests
{
    private static readonly (string, string?) Quickly = ("Review:OverdueCheckEvery", "00:00:00.1");

    [Fact]
    public async Task A_review_past_its_due_time_is_told_once()
    {
        await using var store = TestStore.Sqlite();
        await using var host = await PirTestHost.StartAsync(
            store,
            [new ReviewModule()],
            settings: Quickly
        );

        await TwoOverdueReviewsAreToldOnceAsync([host]);
    }

    [Fact]
    public async Task Several_replicas_tell_it_once_between_them()
    {
        await using var store = await TestStore.PostgreSqlAsync();
        await using var first = await PirTestHost.StartAsync(
            store,
            [new ReviewModule()],
            settings: Quickly
        );
        await using var second = await PirTestHost.StartAsync(
            store,
            [new ReviewModule()],
            settings: Quickly
        );
        await using var third = await PirTestHost.StartAsync(
            store,
            [new ReviewModule()],
            settings: Quickly
        );

        await TwoOverdueReviewsAreToldOnceAsync([first, second, third]);
    }

    [Fact]
    public async Task It_is_told_after_a_start_that_found_it_overdue()
    {
        await using var store = TestStore.Sqlite();
        IncidentStory incident;
        await using (
            var rarely = await PirTestHost.StartAsync(
                store,
                [new ReviewModule()],
                settings: ("Review:OverdueCheckEvery", "1.00:00:00")
            )
        )
        {
            incident = await IncidentStory.ResolvedAsync(rarely, at: TestTimes.Now.AddHours(-30));
        }

        await using var restarted = await PirTestHost.StartAsync(store, [new ReviewModule()]);
        await Eventually.Until(() => OverdueIncidents([restarted]).Contains(incident.Id));
    }

    [Theory]
    [InlineData("48:00:00")]
    [InlineData("2.00:00:00")]
    public async Task The_policy_is_a_setting(string dueAfter)
    {
        await using var store = TestStore.Sqlite();
        await using var host = await PirTestHost.StartAsync(
            store,
            [new ReviewModule()],
            settings: [("Review:OpenFor:0", "sev5"), ("Review:DueAfter", dueAfter)]
        );
        var facilitator = ReviewClient.For(host);
        var end = new DateTime(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);
        var small = await IncidentStory.ResolvedAsync(host, Severity.Sev5, end);
        var big = await IncidentStory.ResolvedAsync(host, Severity.Sev1, end);

        (await facilitator.OfAsync(small))["dueAt"]!
            .GetValue<string>()
            .ShouldBe("2026-03-04T12:00:00Z");
        (await facilitator.FindAsync(big)).ShouldBeNull();
    }

    private static async Task TwoOverdueReviewsAreToldOnceAsync(List<PirTestHost> replicas)
    {
        var facilitator = ReviewClient.For(replicas[0]);
        var first = await IncidentStory.ResolvedAsync(replicas[0], at: TestTimes.Now.AddHours(-25));
        var second = await IncidentStory.ResolvedAsync(
            replicas[0],
            at: TestTimes.Now.AddHours(-26)
        );
        var notYet = await IncidentStory.ResolvedAsync(
            replicas[0],
            at: TestTimes.Now.AddHours(-23)
        );
        await Eventually.Until(() =>
            OverdueIncidents(replicas).Intersect([first.Id, second.Id]).Count() == 2
        );

        // Work on the review goes on, rounds pass, and a later fact comes through after them.
        await facilitator.PostAsync(
            $"/api/reviews/{await facilitator.IdOfAsync(first)}/factors",
            new { title = "No warm-up", category = "technical" },
            HttpStatusCode.Created
        );
        var third = await IncidentStory.ResolvedAsync(replicas[0], at: TestTimes.Now.AddHours(-27));
        await Eventually.Until(() => OverdueIncidents(replicas).Contains(third.Id));

        var told = OverdueIncidents(replicas);
        told.Count(id => id == first.Id).ShouldBe(1);
        told.Count(id => id == second.Id).ShouldBe(1);
        told.ShouldNotContain(notYet.Id);
    }

    private static List<Guid> OverdueIncidents(List<PirTestHost> replicas) =>
        [
            .. replicas
                .SelectMany(host => host.Published)
                .Where(e => e.Type == "pir.review.overdue.v1")
                .Select(e => e.Data.GetProperty("review").GetProperty("incidentId").GetGuid()),
        ];
}
