using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using Pir.Notifications.Domain;
using Pir.Notifications.Streaming;
using Shouldly;
using Xunit;

namespace Pir.Notifications.Tests.Domain;

public sealed class GapKeeperTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Shows_an_unbroken_run_at_once() => Take(10, 11, 12, 13).ShouldBe([11, 12, 13]);

    [Fact]
    public void Holds_back_behind_a_missing_number_until_it_comes()
    {
        var keeper = new GapKeeper(_clock, Patience);

        Numbers(keeper.Take(10, Rows(11, 13, 14))).ShouldBe([11]);
        _clock.Advance(TimeSpan.FromSeconds(4));
        Numbers(keeper.Take(11, Rows(13, 14))).ShouldBeEmpty();
        Numbers(keeper.Take(11, Rows(12, 13, 14))).ShouldBe([12, 13, 14]);
    }

    [Fact]
    public void Gives_a_missing_number_up_after_the_patience()
    {
        var keeper = new GapKeeper(_clock, Patience);

        Numbers(keeper.Take(10, Rows(12))).ShouldBeEmpty();
        _clock.Advance(Patience);
        Numbers(keeper.Take(10, Rows(12))).ShouldBe([12]);
    }

    [Fact]
    public void A_rolled_back_storm_costs_one_patience_not_one_for_each_number()
    {
        var keeper = new GapKeeper(_clock, Patience);
        var everySecond = Rows([.. Enumerable.Range(6, 100).Select(i => (long)i * 2)]);

        Numbers(keeper.Take(10, everySecond)).ShouldBeEmpty();
        _clock.Advance(Patience);
        Numbers(keeper.Take(10, everySecond)).Count.ShouldBe(100);
    }

    [Fact]
    public void A_gap_that_opens_later_has_a_patience_of_its_own()
    {
        var keeper = new GapKeeper(_clock, Patience);

        Numbers(keeper.Take(10, Rows(12))).ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromSeconds(4));
        Numbers(keeper.Take(10, Rows(12, 14))).ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromSeconds(1));
        Numbers(keeper.Take(10, Rows(12, 14))).ShouldBe([12]);
        _clock.Advance(TimeSpan.FromSeconds(4));
        Numbers(keeper.Take(12, Rows(14))).ShouldBe([14]);
    }

    [Fact]
    public void However_commits_interleave_all_that_commit_in_time_are_shown_once_and_in_order()
    {
        // Numbers 1..n become visible in any order, each within the patience of being handed out.
        var orders = Arb.From(
            from n in Gen.Choose(1, 40)
            from order in Gen.Shuffle(Enumerable.Range(1, n).Select(i => (long)i).ToArray())
            select order
        );
        Prop.ForAll(orders, order => Show(order).SequenceEqual(order.Order()))
            .QuickCheckThrowOnFailure();
    }

    private static List<long> Show(long[] order)
    {
        var keeper = new GapKeeper(new FakeTimeProvider(), Patience);
        var visible = new SortedSet<long>();
        var shown = new List<long>();
        foreach (var number in order)
        {
            visible.Add(number);
            var horizon = shown.Count == 0 ? 0 : shown[^1];
            shown.AddRange(
                Numbers(keeper.Take(horizon, Rows([.. visible.Where(v => v > horizon)])))
            );
        }

        return shown;
    }

    private List<long> Take(long horizon, params long[] numbers) =>
        Numbers(new GapKeeper(_clock, Patience).Take(horizon, Rows(numbers)));

    private static List<LoggedEvent> Rows(params long[] numbers) =>
        [.. numbers.Select(n => new LoggedEvent { Sequence = n })];

    private static List<long> Numbers(List<LoggedEvent> rows) => rows.ConvertAll(r => r.Sequence);
}
