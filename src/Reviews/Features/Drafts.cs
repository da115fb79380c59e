using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Incidents;
using Pir.Reviews.Data;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Reviews.Features;

/// <summary>
/// <see cref="DraftRule"/> for this service's endpoints. People who <em>see</em> a review can read
/// its draft. People who <em>know</em> of a review can read the facts of its incident: everyone who
/// may write reviews (and so may join), and everyone once it is published. For others, the review
/// does not exist.
/// </summary>
internal static class Drafts
{
    public static bool MaySee(ClaimsPrincipal user, Review review) =>
        DraftRule.Sees(DraftReader.Of(user), review.Audience);

    public static bool MayKnow(ClaimsPrincipal user, Review review) =>
        review.RevisionNumber > 0 || user.Has(Scope.ReviewsWrite) || MaySee(user, review);

    /// <summary>
    /// Who decides about access requests: the owner, and anyone who can read the draft and may
    /// write reviews, as for an invitation.
    /// </summary>
    public static bool MayLetIn(ClaimsPrincipal user, Review review) =>
        MaySee(user, review)
        && (
            user.Has(Scope.ReviewsWrite)
            || (review.OwnerId is { } owner && DraftReader.Of(user).PersonId == owner)
        );

    /// <summary>
    /// The reviews whose draft a user can read: <see cref="MaySee"/> as a database query.
    /// </summary>
    public static IQueryable<Review> SeenBy(ClaimsPrincipal user, IQueryable<Review> reviews)
    {
        var reader = DraftReader.Of(user);
        var (person, teams) = (reader.PersonId, reader.Teams);
        return reader.SeesAll
            ? reviews
            : reviews.Where(r =>
                (
                    person != null
                    && (r.OwnerId == person || r.Attendees.Any(a => a.PersonId == person))
                ) || r.ReaderTeams.Any(t => teams.Contains(t.Team))
            );
    }

    /// <summary>The reviews a user knows of.</summary>
    public static IQueryable<Review> KnownTo(ClaimsPrincipal user, IQueryable<Review> reviews)
    {
        if (user.Has(Scope.ReviewsWrite))
        {
            return reviews;
        }

        var seen = SeenBy(user, reviews).Select(r => r.Id);
        return reviews.Where(r => r.RevisionNumber > 0 || seen.Contains(r.Id));
    }

    /// <summary>Whether a user sees a review; null when it does not exist for them.</summary>
    public static async Task<bool?> FindAsync(
        ReviewDbContext db,
        ClaimsPrincipal user,
        Guid id,
        CancellationToken cancellationToken
    )
    {
        var review = await db
            .Reviews.AsNoTracking()
            .Include(r => r.Incident)
            .Include(r => r.Attendees)
            .Include(r => r.ReaderTeams)
            .AsSplitQuery()
            .FirstOrDefaultAsync(r => r.Id == id, cancellationToken);
        return review is not null && MayKnow(user, review) ? MaySee(user, review) : null;
    }

    /// <summary>For someone who may write reviews but does not attend this one.</summary>
    public static ProblemHttpResult RefuseWriter() =>
        Problems.Problem(
            403,
            "not-attending",
            "You do not attend this review",
            "Only attendees can change the draft. Join first with POST /api/reviews/{id}/join."
        );

    /// <summary>For a reader of the draft who cannot decide about access.</summary>
    public static ProblemHttpResult RefuseReader() =>
        Problems.Problem(
            403,
            "not-deciding",
            "You cannot decide who reads this draft",
            "Only the owner, or an attendee who may write reviews, can decide."
        );

    /// <summary>
    /// The person who acts; null for a service token, and for somebody who is known only by the
    /// name that an import gives.
    /// </summary>
    public static Person? PersonOf(ClaimsPrincipal user) =>
        !user.IsOnBehalf() && user.PersonId() is { } id && user.PersonName() is { } name
            ? new(id, name)
            : null;
}
