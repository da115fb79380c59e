using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Reviews.Features;

/// <summary>
/// Checks a text for blaming phrases. Stores nothing and forbids nothing.
/// </summary>
internal static class CheckLanguage
{
    private const int MaxNames = 300;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/api/reviews/language-check", HandleAsync)
            .NotAudited(UnauditedBecause.ChangesNothing)
            .WithName("CheckReviewLanguage")
            .WithSummary("Find blaming phrases in a text, each with a question to ask instead")
            .May(Permissions.ReadReviews)
            .ProducesProblem(404);

    private static async Task<Results<Ok<CheckLanguageResponse>, ProblemHttpResult>> HandleAsync(
        CheckLanguageRequest request,
        HttpContext http,
        ReviewEditor editor,
        Policies policies
    )
    {
        var errors = new FieldErrors()
            .That(request.Text is not null, "text", "is required")
            .WholeLength("text", request.Text, Review.MaxNotes);
        if (errors.Problem is { } invalid)
        {
            return invalid;
        }

        var names = (request.Names ?? []).Where(n => n.Length <= 200).Take(MaxNames).ToList();
        if (request.ReviewId is { } id)
        {
            var review = await editor.LoadAsync(id, http.RequestAborted);
            if (review is null || !Drafts.MaySee(http.User, review))
            {
                return Problems.NotFound("review " + id);
            }

            names.AddRange(review.PeopleNamed);
        }

        var rules = await policies.ReadAsync(http.RequestAborted);
        return TypedResults.Ok(
            new CheckLanguageResponse(LanguageCheck.Find(request.Text!, rules.Phrases, names))
        );
    }
}
