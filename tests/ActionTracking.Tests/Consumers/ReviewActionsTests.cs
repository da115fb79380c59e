using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pir.ActionTracking.Data;
using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.ActionTracking.Tests.Consumers;

public sealed class ReviewActionsOnSqlite(OnSqlite fixture)
    : ReviewActionsTests(fixture),
        IClassFixture<OnSqlite>;

public sealed class ReviewActionsOnPostgreSql(OnPostgreSql fixture)
    : ReviewActionsTests(fixture),
        IClassFixture<OnPostgreSql>
{
    [Fact]
    public async Task Two_replicas_that_hear_of_the_same_proposals_make_each_once()
    {
        await using var replica = await PirTestHost.StartAsync(
            Fixture.Store,
            [new ActionsModule()]
        );
        var review = Some.Review(await Team.IncidentOpensAsync());
        var batches = Enumerable
            .Range(0, 20)
            .Select(i => Proposed(review, Some.Proposal($"action {i}")))
            .ToList();

        await Task.WhenAll(
            batches.SelectMany(b =>
                (Task[])
                    [
                        Fixture.Host.TellAsync(b),
                        replica.TellAsync(b with { Id = Guid.CreateVersion7() }),
                    ]
            )
        );

        var (items, _) = await Team.ListAsync($"?review={review.Id}&limit=200");
        items.Count.ShouldBe(20);
        items.Select(i => i.Number).Distinct().Count().ShouldBe(20);
        (await ParkedAsync(review)).ShouldBe(0);
    }
}

public abstract class ReviewActionsTests(ActionsFixture fixture)
{
    internal ActionsDriver Team { get; } = new(fixture.Host);

    protected ActionsFixture Fixture { get; } = fixture;

    [Fact]
    public async Task An_action_a_review_proposes_is_tracked_under_the_same_id()
    {
        var incident = await Team.IncidentOpensAsync();
        var review = Some.Review(incident);
        var proposal = Some.Proposal();

        await Team.ReviewProposesAsync(review, proposal);

        var action = await Team.ReadAsync(proposal.Id);
        (action.Title, action.Type, action.Description, action.Status).ShouldBe(
            (proposal.Title, proposal.Type, proposal.Description, ActionStatus.Proposed)
        );
        (action.ReviewId, action.IncidentId, action.IncidentReference).ShouldBe(
            (review.Id, incident.Id, $"INC-{incident.Number}")
        );
        (action.Service, action.Team, action.Severity).ShouldBe(
            (incident.Service, incident.Team, incident.Severity)
        );
        await Eventually.Until(() => EventsOf(proposal).Count == 1, description: "it is told");
        var told = EventsOf(proposal)[0];
        (told.Type, told.Version, told.Actor).ShouldBe(("pir.action.proposed.v1", 1, Some.Ada));
        (await Team.TitlesAsync($"?review={review.Id}")).ShouldBe([proposal.Title]);
    }

    [Fact]
    public async Task A_proposal_that_comes_twice_makes_one_action_and_one_event()
    {
        var review = Some.Review(await Team.IncidentOpensAsync());
        var proposal = Some.Proposal();
        var batch = Proposed(review, proposal);

        await Fixture.Host.TellAsync(batch);
        await Fixture.Host.TellAsync(batch);
        await Fixture.Host.TellAsync(batch with { Id = Guid.CreateVersion7() });
        await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(_ => Fixture.Host.TellAsync(batch with { Id = Guid.CreateVersion7() }))
        );
        await Team.ReviewProposesAsync(review, Some.Proposal("another"), version: 3);

        (await Team.ListAsync($"?review={review.Id}")).Items.Count.ShouldBe(2);
        (await Team.ReadAsync(proposal.Id)).Version.ShouldBe(1);
        (await OutboxIsEmptyAsync()).ShouldBeTrue();
        EventsOf(proposal).Count.ShouldBe(1);
        (await ParkedAsync(review)).ShouldBe(0);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_does_not_hold_up_its_neighbours()
    {
        var review = Some.Review(await Team.IncidentOpensAsync());
        var poison = Proposed(review, Some.Proposal()).Events[0];
        var batch = new EventBatch(
            Guid.CreateVersion7(),
            EventCatalog.Review,
            [
                .. Proposed(review, Some.Proposal("one")).Events,
                poison with
                {
                    Data = JsonSerializer.SerializeToElement(new { }),
                },
                .. Proposed(review, Some.Proposal("two")).Events,
            ]
        );

        await Fixture.Host.TellAsync(batch);

        var (items, _) = await Team.ListAsync($"?review={review.Id}");
        items.Select(i => i.Title).ShouldBe(["one", "two"], ignoreOrder: true);
        items[0].Number.ShouldNotBe(items[1].Number);
        (await ParkedAsync(review)).ShouldBe(1);
    }

    [Fact]
    public async Task A_proposal_heard_of_before_its_incident_uses_what_the_review_knows()
    {
        var incident = Some.Incident();
        var proposal = Some.Proposal();

        await Team.ReviewProposesAsync(Some.Review(incident), proposal);
        await Team.HearsAsync(new IncidentOpened(incident, [], null), incident.Id, 1);

        var action = await Team.ReadAsync(proposal.Id);
        (action.Service, action.Team, action.Severity).ShouldBe(
            (incident.Service, incident.Team, incident.Severity)
        );
    }

    [Fact]
    public async Task A_withdrawn_proposal_is_declined()
    {
        var review = Some.Review(await Team.IncidentOpensAsync());
        var proposal = Some.Proposal();
        await Team.ReviewProposesAsync(review, proposal);

        await Team.HearsAsync(new ReviewActionWithdrawn(review, proposal), review.Id, 3);

        var action = await Team.ReadAsync(proposal.Id);
        (action.Status, action.DeclineReason).ShouldBe(
            (ActionStatus.Declined, "Withdrawn from the review.")
        );
    }

    [Fact]
    public async Task A_withdrawal_that_overtakes_its_proposal_holds()
    {
        var review = Some.Review(await Team.IncidentOpensAsync());
        var proposal = Some.Proposal();

        await Team.HearsAsync(new ReviewActionWithdrawn(review, proposal), review.Id, 3);
        await Team.ReviewProposesAsync(review, proposal);

        (await Team.ReadAsync(proposal.Id)).Status.ShouldBe(ActionStatus.Declined);
    }

    [Fact]
    public async Task A_withdrawal_leaves_what_somebody_has_taken_on()
    {
        var review = Some.Review(await Team.IncidentOpensAsync());
        var proposal = Some.Proposal();
        await Team.ReviewProposesAsync(review, proposal);
        await Team.AssignsAsync(await Team.ReadAsync(proposal.Id));

        await Team.HearsAsync(new ReviewActionWithdrawn(review, proposal), review.Id, 3);

        (await Team.ReadAsync(proposal.Id)).Status.ShouldBe(ActionStatus.Accepted);
    }

    [Fact]
    public async Task An_action_by_hand_may_name_the_review_it_came_from()
    {
        var (incident, other) = (await Team.IncidentOpensAsync(), await Team.IncidentOpensAsync());
        var review = Some.Review(incident);
        await Team.HearsAsync(new ReviewOpened(review), review.Id, 1);

        var action = await Team.ProposesAsync(
            new
            {
                title = "x",
                type = "process",
                review = review.Id,
            }
        );
        var mismatch = await Team.TriesToProposeAsync(
            new
            {
                title = "x",
                type = "process",
                review = review.Id,
                incident = other.Id,
            }
        );

        (action.ReviewId, action.IncidentId, action.Team).ShouldBe(
            (review.Id, incident.Id, incident.Team)
        );
        mismatch.ErrorOf("incident").ShouldBe("must be the incident of the review");
    }

    [Fact]
    public async Task Actions_follow_their_incident_and_older_news_changes_nothing()
    {
        var incident = await Team.IncidentOpensAsync();
        var ours = await Team.ProposesAsync(
            new
            {
                title = "ours",
                type = "process",
                incident = incident.Id,
                team = "own team",
            }
        );
        var now = incident with { Severity = Severity.Sev1, Service = "billing", Team = "core" };

        await Team.HearsAsync(Changed(now), incident.Id, 4);
        await Team.HearsAsync(
            Changed(incident with { Severity = Severity.Sev4, Service = "older" }),
            incident.Id,
            3
        );
        var later = await Team.ProposesAsync(
            new
            {
                title = "later",
                type = "process",
                incident = incident.Id,
            }
        );

        var followed = await Team.ReadAsync(ours.Id);
        (followed.Severity, followed.Service, followed.Team, followed.Version).ShouldBe(
            (Severity.Sev1, "billing", "own team", 2)
        );
        (later.Severity, later.Service, later.Team).ShouldBe((Severity.Sev1, "billing", "core"));
    }

    protected static EventBatch Proposed(ReviewState review, ProposedAction proposal) =>
        PirTestHost.BatchOf(
            new ReviewActionProposed(review, proposal, null),
            review.Id,
            2,
            Some.Noon,
            Some.Ada
        );

    protected async Task<int> ParkedAsync(ReviewState review)
    {
        var subject = review.Id.ToString();
        await using var scope = Fixture.Host.Services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<ActionsDbContext>()
            .Parked.CountAsync(p => p.Subject == subject);
    }

    private static IncidentChanged Changed(IncidentState state) =>
        new(state, [new("severity", "sev2", state.Severity.ToWord())], null);

    private async Task<bool> OutboxIsEmptyAsync()
    {
        await Eventually.Until(
            async () =>
            {
                await using var scope = Fixture.Host.Services.CreateAsyncScope();
                return !await scope
                    .ServiceProvider.GetRequiredService<ActionsDbContext>()
                    .Outbox.AnyAsync();
            },
            description: "the outbox is empty"
        );
        return true;
    }

    private List<EventEnvelope> EventsOf(ProposedAction proposal) =>
        [
            .. Fixture.Host.Published.Where(e =>
                e.Source == EventCatalog.ActionTracking && e.Subject == proposal.Id.ToString()
            ),
        ];
}
