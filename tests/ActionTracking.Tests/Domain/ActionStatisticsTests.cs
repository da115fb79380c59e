using Pir.ActionTracking.Domain;
using Shouldly;
using Xunit;

namespace Pir.ActionTracking.Tests.Domain;

public sealed class ActionStatisticsTests
{
    private static readonly DateTime Now = Some.Noon;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7.99, 0)]
    [InlineData(8, 1)]
    [InlineData(30.99, 1)]
    [InlineData(31, 2)]
    [InlineData(90.99, 2)]
    [InlineData(91, 3)]
    [InlineData(4_000, 3)]
    [InlineData(-1, 0)]
    public void Each_open_action_is_counted_at_its_age_in_whole_days(double days, int at)
    {
        var ages = ActionStatistics.ByAge([new(Now.AddDays(-days), null)], Now);

        ages.Select(a => a.Count).ShouldBe(Enumerable.Range(0, 4).Select(i => i == at ? 1 : 0));
    }

    [Fact]
    public void Ages_leave_no_gap_and_overlap_nowhere()
    {
        var ages = ActionStatistics.ByAge([], Now);

        ages[0].FromDays.ShouldBe(0);
        ages[^1].ToDays.ShouldBeNull();
        ages.Zip(ages.Skip(1), (a, b) => b.FromDays - a.ToDays).ShouldAllBe(gap => gap == 1);
    }

    [Fact]
    public void Overdue_is_what_was_due_before_now()
    {
        var old = Now.AddDays(-10);
        var ages = ActionStatistics.ByAge(
            [new(old, Now.AddDays(-1)), new(old, Now), new(old, Now.AddDays(1)), new(old, null)],
            Now
        );

        (ages[1].Count, ages[1].Overdue).ShouldBe((4, 1));
    }
}
