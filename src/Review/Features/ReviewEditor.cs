using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Reviews.Data;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Reviews.Features;

/// <summary>
/// What every change to a review has in common: load, compare versions, let the domain decide, save
/// with what is to be told, answer. A change that did not name a version is tried again when
/// somebody else was faster.
/// </summary>
internal sealed class ReviewEditor(ReviewDbContext db, Policies policies, TimeProvider clock)
{
    public const int Attempts = 3;

    /// <param name="change">Returns why not, or null.</param>
    public Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> ChangeAsync(
        HttpContext http,
        Guid id,
        Func<Review, Stamp, Refusal?> change
    ) =>
        ChangeAsync(
            http,
            id,
            null,
            isWholeReview: true,
            (review, _, stamp) => change(review, stamp)
        );

    /// <summary>A change that shows and needs nothing of the draft: attending or not.</summary>
    public Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> ChangeFactsAsync(
        HttpContext http,
        Guid id,
        Func<Review, Stamp, Refusal?> change
    ) =>
        ChangeAsync(
            http,
            id,
            null,
            isWholeReview: true,
            (review, _, stamp) => change(review, stamp),
            mustAttend: false
        );

    /// <summary>
    /// A change of one text: it matters only whether that text changed, not whether somebody added
    /// a factor meanwhile. The domain compares.
    /// </summary>
    public Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> ChangeTextAsync(
        HttpContext http,
        Guid id,
        int? version,
        Func<Review, int?, Stamp, Refusal?> change
    ) => ChangeAsync(http, id, version, isWholeReview: false, change);

    /// <summary>With everything a decision needs.</summary>
    public IQueryable<Review> WholeReviews() =>
        db
            .Reviews.Include(r => r.Incident)
            .Include(r => r.Factors)
            .Include(r => r.Actions)
            .Include(r => r.Findings)
            .Include(r => r.Attendees)
            .Include(r => r.ReaderTeams)
            .Include(r => r.AccessRequests)
            .AsSplitQuery();

    public async Task<Review?> LoadAsync(Guid id, CancellationToken cancellationToken) =>
        await WholeReviews().FirstOrDefaultAsync(r => r.Id == id, cancellationToken);

    public Stamp StampOf(HttpContext http) => new(http.User.ToActor(), clock.Now());

    /// <summary>The answer after a change, with the version in the ETag header as well.</summary>
    public async Task<Ok<ReviewResponse>> AnswerAsync(HttpContext http, Review review)
    {
        ExpectedVersion.Tell(http.Response, review.Version);
        var rules = await policies.ReadAsync(http.RequestAborted);
        var shown = ReviewResponse.Of(review, rules, clock.Now());
        return TypedResults.Ok(
            Drafts.MayLetIn(http.User, review) ? shown
            : Drafts.MaySee(http.User, review) ? shown.WithoutRequests()
            : shown.WithoutDraft()
        );
    }

    public static ProblemHttpResult Refuse(Refusal refusal, Review review) =>
        refusal switch
        {
            Refusal.Invalid invalid => Problems.Validation(invalid.Field, invalid.Rule),
            Refusal.Conflict conflict => Problems.Conflict(conflict.Code, conflict.Detail),
            Refusal.Unknown unknown => Problems.NotFound(unknown.What),
            Refusal.Incomplete incomplete => Problems.Unprocessable(
                "missing-to-publish",
                $"Missing to publish: {string.Join(", ", incomplete.Missing)}.",
                new Dictionary<string, object?> { ["missing"] = incomplete.Missing }
            ),
            Refusal.Stale stale => Problems.Stale(
                "The text was changed after the version you started from; it is in this answer, yours is not saved.",
                new Dictionary<string, object?>
                {
                    ["text"] = stale.Text ?? "",
                    ["version"] = review.Version,
                }
            ),
            Refusal.StalePart stale => Problems.Stale(
                "It was changed after the version you started from; it is in this answer, yours is not saved.",
                new Dictionary<string, object?>
                {
                    ["current"] = stale.Present,
                    ["version"] = review.Version,
                }
            ),
            _ => throw new InvalidOperationException(refusal.GetType().Name),
        };

    private async Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> ChangeAsync(
        HttpContext http,
        Guid id,
        int? version,
        bool isWholeReview,
        Func<Review, int?, Stamp, Refusal?> change,
        bool mustAttend = true
    )
    {
        version = ExpectedVersion.Of(http.Request, version);
        for (var attempt = 1; ; attempt++)
        {
            if (await LoadAsync(id, http.RequestAborted) is not { } review)
            {
                return Problems.NotFound("review " + id);
            }

            if (mustAttend && !Drafts.MaySee(http.User, review))
            {
                return Drafts.RefuseWriter();
            }

            if (isWholeReview && ExpectedVersion.Refuse(version, review.Version) is { } stale)
            {
                return stale;
            }

            if (change(review, version, StampOf(http)) is { } refusal)
            {
                return Refuse(refusal, review);
            }

            db.RaiseToldBy(review);
            try
            {
                await db.SaveChangesAsync(http.RequestAborted);
                return await AnswerAsync(http, review);
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                // The version moved on; or, seen first, the next revision's row is already there.
                db.DiscardChanges();
            }
            catch (DbUpdateConcurrencyException)
            {
                return Problems.Conflict(
                    "contended",
                    "Several people are changing this review at once; nothing of yours was saved. Try again."
                );
            }
        }
    }
}
