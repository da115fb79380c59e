using Pir.Contracts.References;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Features;

/// <summary>
/// Finds reviews by the facts of their incident, which everyone who may list a review may know.
/// Never searches the content of a review.
/// </summary>
internal static class SearchReviews
{
    /// <param name="text">
    /// Part of the title or the service name, or a reference; empty matches everything.
    /// </param>
    public static IQueryable<Review> ByFacts(IQueryable<Review> reviews, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return reviews;
        }

        var number = Reference.ToIncident(text)?.Number;
#pragma warning disable CA1304, CA1311, CA1862, MA0011 // Runs in the database.
        var part = text.Trim().ToLower();
        return reviews.Where(r =>
            r.Incident.Number == number
            || r.Incident.Title.ToLower().Contains(part)
            || r.Incident.Service!.ToLower().Contains(part)
        );
#pragma warning restore CA1304, CA1311, CA1862, MA0011
    }
}
