using Pir.Contracts.Api;
using Pir.Platform.Statistics;
using Pir.Reviews.Domain;
using Shouldly;
using Xunit;

namespace Pir.Reviews.Tests.Domain;

public sealed class ReviewStatisticsTests
{
    // A Wednesday.
    private static readonly DateTime Ended = new(2026, 11, 18, 12, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly Monday = new(2026, 11, 16);

    [Theory]
    [InlineData(23.9, 30, 1, 0, 1)]
    [InlineData(24.0, 30, 1, 0, 1)]
    [InlineData(24.1, 30, 1, 0, 0)]
    [InlineData(null, 30, 1, 0, 0)]
    [InlineData(null, 23, 0, 1, 0)]
    [InlineData(2.0, 3, 1, 0, 1)]
    public void A_review_counts_once_it_was_held_or_could_have_been(
        double? heldAfter,
        double nowAfter,
        int n,
        int leftOut,
        int within
    )
    {
        var held = heldAfter is { } hours ? Ended.AddHours(hours) : (DateTime?)null;

        Count(nowAfter, new CountedReview(Ended, held, IsWaived: false))
            .ShouldBe([new HeldCount(Monday, n, leftOut, within)]);
    }

    [Fact]
    public void A_waived_review_is_left_out() =>
        Count(100, new CountedReview(Ended, null, true), new CountedReview(Ended, Ended, false))
            .ShouldBe([new HeldCount(Monday, 1, 1, 1)]);

    private static IReadOnlyList<HeldCount> Count(
        double nowAfter,
        params CountedReview[] reviews
    ) => ReviewStatistics.Count(reviews, [Monday], CalendarUnit.Week, Ended.AddHours(nowAfter));
}
