using Microsoft.Extensions.Time.Testing;
using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.ActionTracking.Tests.Jobs;

public sealed class OverdueJobOnSqlite : OverdueJobTests
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult(TestStore.Sqlite());
}

public sealed class OverdueJobOnPostgreSql : OverdueJobTests
{
    [Fact]
    public async Task Two_replicas_tell_of_a_due_date_once()
    {
        await using var replica = await PirTestHost.StartAsync(Store, [new ActionsModule()], Clock);
        var actions = new List<ActionJson>();
        for (var i = 0; i < 15; i++)
        {
            actions.Add(await AcceptedAsync(TimeSpan.FromHours(1)));
        }

        Clock.Advance(TimeSpan.FromHours(2));
        await Eventually.Until(
            () => Told(Host, actions).Count + Told(replica, actions).Count >= actions.Count,
            description: "each is told"
        );
        // One more round of both, in which no event may be published again.
        var marker = await AcceptedAsync(TimeSpan.FromHours(1));
        Clock.Advance(TimeSpan.FromHours(2));
        await Eventually.Until(
            () => Told(Host, [marker]).Count + Told(replica, [marker]).Count > 0,
            description: "the marker is told"
        );

        var told = Told(Host, actions).Concat(Told(replica, actions)).Select(e => e.Subject);
        told.Order().ShouldBe(actions.Select(a => a.Id.ToString()).Order());
    }

    protected override Task<TestStore> OpenAsync() => TestStore.PostgreSqlAsync();
}

public abstract class OverdueJobTests : IAsyncLifetime
{
    private TestStore? _store;
    private PirTestHost? _host;

    protected FakeTimeProvider Clock { get; } = new();

    protected PirTestHost Host => _host!;

    protected TestStore Store => _store!;

    // A ticket expires when the clock jumps, so each call uses a new caller.
    private ActionsDriver Team => new(Host);

    [Fact]
    public async Task A_due_date_that_passes_is_told_once_and_shows_in_the_list()
    {
        var late = await AcceptedAsync(TimeSpan.FromHours(1));
        var early = await AcceptedAsync(TimeSpan.FromDays(3));
        var done = await AcceptedAsync(TimeSpan.FromHours(1));
        await Team.DoesAsync(done, "complete");

        Clock.Advance(TimeSpan.FromHours(2));
        await Eventually.Until(() => Told(Host, [late]).Count > 0, description: "it is told");
        (await Team.ListAsync("?overdue=true")).Items.ShouldHaveSingleItem().Id.ShouldBe(late.Id);
        (await Team.ReadAsync(late.Id)).IsOverdue.ShouldBeTrue();
        (await Team.ListAsync("?overdue=false")).Items.Count.ShouldBe(2);
        Clock.Advance(TimeSpan.FromDays(4));
        await Eventually.Until(() => Told(Host, [early]).Count > 0, description: "so is the next");

        var told = Told(Host, [late, early, done]);
        told.Select(e => e.Subject).ShouldBe([late.Id.ToString(), early.Id.ToString()]);
        told[0].Time.ShouldBe(late.DueAt!.Value);
        told[0].Actor.ShouldBe(Actor.System);
    }

    [Fact]
    public async Task A_new_due_date_that_passes_is_told_again()
    {
        var action = await AcceptedAsync(TimeSpan.FromHours(1));
        Clock.Advance(TimeSpan.FromHours(2));
        await Eventually.Until(() => Told(Host, [action]).Count == 1, description: "the first");

        await Team.AssignsAsync(action, "Bob", Now.AddHours(1));
        Clock.Advance(TimeSpan.FromHours(2));

        await Eventually.Until(() => Told(Host, [action]).Count == 2, description: "the second");
    }

    public async ValueTask InitializeAsync()
    {
        _store = await OpenAsync();
        _host = await PirTestHost.StartAsync(_store, [new ActionsModule()], Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Store.DisposeAsync();
    }

    protected abstract Task<TestStore> OpenAsync();

    private protected async Task<ActionJson> AcceptedAsync(TimeSpan due)
    {
        var action = await Team.ProposesAsync();
        return await Team.AssignsAsync(action, "Bob", Now + due);
    }

    private protected static List<EventEnvelope> Told(
        PirTestHost host,
        IReadOnlyList<ActionJson> actions
    ) =>
        [
            .. host.Published.Where(e =>
                e.Type == EventCatalog.Of(typeof(ActionOverdue)).Name
                && actions.Any(a => a.Id.ToString() == e.Subject)
            ),
        ];

    private DateTime Now => Clock.GetUtcNow().UtcDateTime;
}
