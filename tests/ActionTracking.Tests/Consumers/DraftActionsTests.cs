using System.Net;
using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Reviews;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.ActionTracking.Tests.Consumers;

public sealed class DraftActionsOnSqlite(OnSqlite fixture)
    : DraftActionsTests(fixture),
        IClassFixture<OnSqlite>;

public sealed class DraftActionsOnPostgreSql(OnPostgreSql fixture)
    : DraftActionsTests(fixture),
        IClassFixture<OnPostgreSql>;

/// <summary>
/// An action of a draft review is only visible to readers of the draft, until a published revision
/// contains it.
/// </summary>
public abstract class DraftActionsTests(ActionsFixture fixture)
{
    private static readonly ReviewAudience Audience = new(["ada"], ["payments"]);
    private readonly ActionsDriver _admin = new(fixture.Host);

    [Fact]
    public async Task Only_those_who_read_the_draft_find_it()
    {
        var (review, proposal) = await ProposedAsync();

        foreach (var reader in new[] { Somebody("ada"), Somebody("mate", "payments"), _admin })
        {
            (await reader.TitlesAsync($"?review={review.Id}")).ShouldBe([proposal.Title]);
            (await reader.ReadAsync(proposal.Id)).Title.ShouldBe(proposal.Title);
        }

        foreach (var stranger in new[] { Somebody("eve"), Somebody("mate", "search") })
        {
            (await stranger.TitlesAsync($"?review={review.Id}")).ShouldBeEmpty();
            (await stranger.GetAsync($"/{proposal.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
            (await stranger.GetAsync($"/{proposal.Id}/history")).Status.ShouldBe(
                HttpStatusCode.NotFound
            );
        }
    }

    [Fact]
    public async Task Nothing_of_it_is_told_before_it_is_published_and_all_of_it_then()
    {
        var (review, proposal) = await ProposedAsync();
        await _admin.AssignsAsync(await _admin.ReadAsync(proposal.Id));
        // Its own events would have been published before those of a later action.
        var later = await _admin.ProposesAsync("by hand");
        await Eventually.Until(() => ToldOf(later.Id).Count == 1, description: "the later is told");
        ToldOf(proposal.Id).ShouldBeEmpty();

        await PublishAsync(review, proposal, version: 5);

        await Eventually.Until(() => ToldOf(proposal.Id).Count == 2, description: "it is told");
        ToldOf(proposal.Id).ShouldBe(["pir.action.proposed.v1", "pir.action.accepted.v1"]);
        (await Somebody("eve").ReadAsync(proposal.Id)).Status.ShouldBe(ActionStatus.Accepted);
    }

    [Fact]
    public async Task Who_comes_later_finds_it_and_who_is_sent_away_no_longer_does()
    {
        var (review, proposal) = await ProposedAsync();

        await HearsAsync(new ReviewAudienceChanged(review, new(["grace"], [])), review, 4);
        await HearsAsync(new ReviewAudienceChanged(review, new(["eve"], [])), review, 3);

        (await Somebody("grace").ReadAsync(proposal.Id)).Title.ShouldBe(proposal.Title);
        foreach (var stranger in new[] { "ada", "eve" })
        {
            (await Somebody(stranger).GetAsync($"/{proposal.Id}")).Status.ShouldBe(
                HttpStatusCode.NotFound
            );
        }
    }

    [Fact]
    public async Task What_the_next_draft_proposes_is_a_drafts_again()
    {
        var (review, proposal) = await ProposedAsync();
        await PublishAsync(review, proposal, version: 5);
        var (early, next) = (Some.Proposal("came late"), Some.Proposal("for revision 2"));

        await HearsAsync(new ReviewActionProposed(review, early, null, Audience), review, 4);
        await HearsAsync(new ReviewActionProposed(review, next, null, Audience), review, 6);

        (await Somebody("eve").TitlesAsync($"?review={review.Id}")).ShouldBe(
            [early.Title, proposal.Title],
            ignoreOrder: true
        );
    }

    private async Task<(ReviewState Review, ProposedAction Proposal)> ProposedAsync()
    {
        var review = Some.Review(await _admin.IncidentOpensAsync());
        var proposal = Some.Proposal();
        await HearsAsync(new ReviewActionProposed(review, proposal, null, Audience), review, 2);
        return (review, proposal);
    }

    private Task PublishAsync(ReviewState review, ProposedAction proposal, int version) =>
        HearsAsync(
            new ReviewPublished(
                review,
                new(
                    1,
                    "/published/1",
                    "s",
                    null,
                    [],
                    [proposal],
                    null,
                    Some.Noon,
                    null,
                    Some.Noon,
                    Some.Bob
                )
            ),
            review,
            version
        );

    private Task HearsAsync(IEvent fact, ReviewState review, int version) =>
        _admin.HearsAsync(fact, review.Id, version);

    private ActionsDriver Somebody(string id, params string[] teams) =>
        new(
            fixture.Host,
            fixture.Host.ClientOf(id, id, teams, Scope.ActionsRead, Scope.ActionsWrite)
        );

    private List<string> ToldOf(Guid action) =>
        [
            .. fixture
                .Host.Published.Where(e =>
                    e.Source == EventCatalog.ActionTracking && e.Subject == action.ToString()
                )
                .Select(e => e.Type),
        ];
}
