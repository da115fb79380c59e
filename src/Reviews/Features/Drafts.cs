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
/// <see cref="DraftRule"/> at this service's endpoints. Who <em>sees</em> a review reads its draft;
/// who <em>knows</em> of it reads the facts of its incident: whoever may write reviews (and so may
/// join), and everybody once it is published. For anybody else it is not there.
/// </summary>
internal static class Drafts
{
    public static bool MaySee(ClaimsPrincipal user, Review review) =>
        DraftRule.Sees(DraftReader.Of(user), review.Audience);

    public static bool MayKnow(ClaimsPrincipal user, Review review) =>
        review.RevisionNumber > 0 || user.Has(Scope.ReviewsWrite) || MaySee(user, review);

    /// <summary>
    /// Who decides about those who came to the incident after its end: the owner, and whoever reads
    /// the draft and may write reviews, as for an invitation.
    /// </summary>
    public static bool MayLetIn(ClaimsPrincipal user, Review review) =>
        MaySee(user, review)
        && (
            user.Has(Scope.ReviewsWrite)
            || (review.OwnerId is { } owner && DraftReader.Of(user).PersonId == owner)
        );

    /// <summary>
    /// The reviews whose draft somebody reads: what <see cref="MaySee"/> says, said to the
    /// database.
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

    /// <summary>The reviews somebody knows of.</summary>
    public static IQueryable<Review> KnownTo(ClaimsPrincipal user, IQueryable<Review> reviews)
    {
        if (user.Has(Scope.ReviewsWrite))
        {
            return reviews;
        }

        var seen = SeenBy(user, reviews).Select(r => r.Id);
        return reviews.Where(r => r.RevisionNumber > 0 || seen.Contains(r.Id));
    }

    /// <summary>Whether somebody sees a review; null where for them there is none.</summary>
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

    /// <summary>For somebody who may write reviews and does not attend this one.</summary>
    public static ProblemHttpResult RefuseWriter() =>
        Problems.Problem(
            403,
            "not-attending",
            "You do not attend this review",
            "Its draft is for its attendees. Join it first (POST /api/reviews/{id}/join); that stays on record."
        );

    /// <summary>For a reader of the draft who does not decide who else reads it.</summary>
    public static ProblemHttpResult RefuseReader() =>
        Problems.Problem(
            403,
            "not-deciding",
            "You do not decide who reads this draft",
            "The review's owner decides, or an attendee who may write reviews."
        );

    /// <summary>The caller as a person; null for a token that is nobody's own.</summary>
    public static Person? PersonOf(ClaimsPrincipal user) =>
        user.PersonId() is { } id && user.PersonName() is { } name ? new(id, name) : null;
}
