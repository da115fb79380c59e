using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Platform.Decisions;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.Reviews.Features;

/// <summary>
/// Publishes the draft, with the texts that come with the call: they are saved in the same
/// transaction.
/// </summary>
internal static class PublishReview
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/api/reviews/{id:guid}/publish", HandleAsync)
            .May(Permissions.PublishReviews)
            .Audited("review-published", "published {review}")
            .TakesImports()
            .WithName("PublishReview")
            .WithSummary(
                "Publish the draft as the next immutable revision; 422 missing-to-publish, 409 "
                    + "nothing-to-revise"
            )
            .ProducesEditProblems()
            .ProducesProblem(422);

    private static async Task<Results<Ok<RevisionResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        PublishReviewRequest? request,
        HttpContext http,
        ReviewEditor editor,
        Policies policies
    )
    {
        var texts = request ?? new();
        var errors = new FieldErrors()
            .WholeLength("summary", texts.Summary, Review.MaxSummary)
            .WholeLength("notes", texts.Notes, Review.MaxNotes);
        if (errors.Problem is { } invalid)
        {
            return invalid;
        }

        var rules = await policies.ReadAsync(http.RequestAborted);
        Revision? published = null;
        var outcome = await (
            texts is { Summary: null, Notes: null }
                ? editor.ChangeAsync(http, id, texts.Version, Publish)
                : editor.ChangePartAsync(http, id, texts.Version, WriteAndPublish)
        );
        return outcome.Result is ProblemHttpResult problem
            ? problem
            : TypedResults.Ok(published!.ToResponse());

        Decision WriteAndPublish(Review review, int? seen, Stamp stamp) =>
            review.Write(texts.Summary, texts.Notes, seen, stamp) is { Refusal: not null } refused
                ? refused
                : Publish(review, stamp);

        Decision Publish(Review review, Stamp stamp)
        {
            var decision = review.Publish(stamp, rules.Needed);
            published = review.Revisions is [.., var latest] ? latest : null;
            return decision;
        }
    }
}
