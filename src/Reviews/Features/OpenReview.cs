using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.References;
using Pir.Contracts.Reviews;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;
using Pir.Reviews.Data;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Importing;

namespace Pir.Reviews.Features;

/// <summary>
/// Opens a review by hand: for a severity that the policy does not cover, or again after it was
/// waived. While the incident is open, people restore the service and do not analyze it.
/// </summary>
internal static class OpenReview
{
    private const int Attempts = 3;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/api/reviews", HandleAsync)
            .Audited("review-opened", "opened {review}")
            .TakesImports()
            .WithName("OpenReview")
            .WithSummary(
                "Open a review by hand; 200 with the existing review if there is one; refused with "
                    + "incident-open until the incident is resolved"
            )
            .May(Permissions.FacilitateReviews)
            .ProducesProblem(404)
            .ProducesProblem(409);

    private static async Task<
        Results<Created<ReviewResponse>, Ok<ReviewResponse>, ProblemHttpResult>
    > HandleAsync(
        OpenReviewRequest request,
        HttpContext http,
        ReviewDbContext db,
        ReviewEditor editor,
        Policies policies,
        TimeProvider clock
    )
    {
        if (Reference.ToIncident(request.Incident) is not { } reference)
        {
            return Problems.Validation("incident", Reference.IncidentRule);
        }

        var dueAfter = (await policies.ReadAsync(http.RequestAborted)).DueAfter;
        for (var attempt = 1; ; attempt++)
        {
            if (
                await FindIncidentAsync(db, reference, clock, http.RequestAborted)
                is not { } incident
            )
            {
                return Problems.NotFound("incident " + request.Incident);
            }

            if (incident.MergedIntoNumber is { } into)
            {
                return Problems.Conflict(
                    "merged",
                    $"{incident.Reference} was merged into {Reference.OfIncident(into)}, whose "
                        + "review is about both."
                );
            }

            var existing = incident.ReviewId is { } id
                ? await editor.LoadAsync(id, http.RequestAborted)
                : null;
            if (existing is null or { Status: ReviewStatus.Waived } && !incident.IsOver)
            {
                return StillOpen(incident);
            }

            var review = existing ?? OpenNew(db, incident, dueAfter, editor.StampOf(http));
            review.TakeUpAgain(dueAfter, editor.StampOf(http));
            if (existing is null && Drafts.PersonOf(http.User) is { } opener)
            {
                review.Join(opener, isOfTeam: false, editor.StampOf(http));
            }

            db.RaiseToldBy(review);
            if (db.ChangeTracker.HasChanges())
            {
                db.Audit(http, review.ToAuditSubject(), review.Id);
            }

            try
            {
                await db.SaveChangesAsync(http.RequestAborted);
                var answer = await editor.AnswerAsync(http, review);
                return existing is null
                    ? TypedResults.Created("/api/reviews/" + review.Id, answer.Value)
                    : answer;
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                db.DiscardChanges(); // The policy, or someone else, opened it at the same moment.
            }
        }
    }

    private static Review OpenNew(
        ReviewDbContext db,
        IncidentFacts incident,
        TimeSpan dueAfter,
        Stamp stamp
    )
    {
        var review = Review.Open(Times.NewId(stamp.At), incident, dueAfter, stamp);
        db.Reviews.Add(review);
        return review;
    }

    private static ProblemHttpResult StillOpen(IncidentFacts incident) =>
        Problems.Conflict(
            "incident-open",
            $"{incident.Reference} is not resolved yet. Its review can be opened once it is.",
            new Dictionary<string, object?> { ["missing"] = (string[])["resolvedAt"] }
        );

    /// <summary>
    /// Waits a moment for the incident and its resolution, which may be on their way.
    /// </summary>
    private static async Task<IncidentFacts?> FindIncidentAsync(
        ReviewDbContext db,
        Reference reference,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var (id, number) = reference;
        var named = db.Incidents.Where(i => id == null ? i.Number == number : i.Id == id);
        await Projection.WaitAsync(
            async () =>
                await named.AsNoTracking().FirstOrDefaultAsync(cancellationToken) is { } known
                && (known.IsOver || known.ReviewId is not null)
                    ? known
                    : null,
            clock,
            cancellationToken
        );
        return await named.FirstOrDefaultAsync(cancellationToken);
    }
}
