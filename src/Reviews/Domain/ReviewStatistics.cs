using Pir.Contracts.Api;
using Pir.Platform.Statistics;

namespace Pir.Reviews.Domain;

/// <summary>The facts of a review that statistics need.</summary>
/// <param name="EndedAt">When its incident was resolved.</param>
public sealed record CountedReview(DateTime EndedAt, DateTime? HeldAt, bool IsWaived);

/// <summary>How many reviews were held in time. Pure.</summary>
public static class ReviewStatistics
{
    private static readonly TimeSpan InTime = TimeSpan.FromHours(24);

    /// <param name="now">
    /// Reviews whose 24 hours are still running only count once they are held.
    /// </param>
    public static IReadOnlyList<HeldCount> Count(
        IReadOnlyCollection<CountedReview> reviews,
        IEnumerable<DateOnly> starts,
        CalendarUnit unit,
        DateTime now
    )
    {
        var at = reviews.ToLookup(r => Calendar.StartOf(r.EndedAt, unit));
        return
        [
            .. starts.Select(start =>
            {
                var counted = at[start].Where(r => Counts(r, now)).ToList();
                return new HeldCount(
                    start,
                    counted.Count,
                    at[start].Count() - counted.Count,
                    counted.Count(r => r.HeldAt <= r.EndedAt + InTime)
                );
            }),
        ];
    }

    private static bool Counts(CountedReview review, DateTime now) =>
        !review.IsWaived && (review.HeldAt is not null || review.EndedAt + InTime <= now);
}
