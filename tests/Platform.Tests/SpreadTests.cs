using Pir.Contracts.Api;
using Pir.Platform.Statistics;
using Xunit;

namespace Pir.Platform.Tests;

/// <summary>
/// Percentiles by nearest rank, checked against their definition on many random sets.
/// </summary>
public sealed class SpreadTests
{
    [Fact]
    public void A_percentile_is_the_smallest_value_that_so_many_percent_do_not_exceed()
    {
        var random = new Random(20_261_121);
        for (var round = 0; round < 2_000; round++)
        {
            var values = Enumerable
                .Range(0, random.Next(1, 60))
                .Select(_ => (long)random.Next(0, 40))
                .Order()
                .ToList();
            var percent = random.Next(1, 101);
            var found = Spread.Percentile(values, percent)!.Value;
            Assert.Contains(found, values);
            Assert.True(values.Count(v => v <= found) * 100 >= percent * values.Count);
            Assert.True(values.Count(v => v < found) * 100 < percent * values.Count);
        }
    }

    [Fact]
    public void The_median_is_never_above_the_90th_percentile_and_order_does_not_matter()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var values = Enumerable
                .Range(0, random.Next(1, 40))
                .Select(_ => (TimeSpan?)TimeSpan.FromSeconds(random.Next(0, 100_000)))
                .ToArray();
            var spread = Spread.Of(values);
            random.Shuffle(values);
            Assert.Equal(spread, Spread.Of(values));
            Assert.True(spread.MedianSeconds <= spread.P90Seconds);
        }
    }

    [Fact]
    public void What_is_missing_or_contradicts_itself_is_left_out_and_counted()
    {
        var spread = Spread.Of([null, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(3)]);
        Assert.Equal(new Spread(1, 2, 180, 180), spread);
        Assert.Equal(new Spread(0, 1, null, null), Spread.Of([null]));
    }

    [Fact]
    public void Every_time_of_a_period_lies_in_one_of_its_weeks_and_months()
    {
        var random = new Random(3);
        var from = new DateTime(2025, 11, 30, 23, 59, 0, DateTimeKind.Utc);
        foreach (var unit in Enum.GetValues<CalendarUnit>())
        {
            var to = from.AddDays(random.Next(1, 700));
            var starts = Calendar.Between(from, to, unit).ToList();
            Assert.Equal(starts.Distinct(), starts);
            for (var i = 0; i < 500; i++)
            {
                var time = from + ((to - from) * random.NextDouble());
                Assert.Contains(Calendar.StartOf(time, unit), starts);
            }
        }
    }
}
