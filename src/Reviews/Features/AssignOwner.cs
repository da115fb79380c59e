using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.Reviews.Features;

internal static class AssignOwner
{
    private const int MaxName = 200;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/api/reviews/{id:guid}/owner", HandleAsync)
            .May(Permissions.FacilitateReviews)
            .Audited("review-owner-assigned", "assigned the owner of {review}")
            .TakesImports()
            .WithName("AssignReviewOwner")
            .WithSummary("Assign the owner of the review; for attendees only")
            .ProducesProblem(403)
            .ProducesEditProblems();

    private static async Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        AssignOwnerRequest request,
        HttpContext http,
        ReviewEditor editor
    )
    {
        var name = (request.Person?.Name ?? request.Name)?.Trim();
        var errors = new FieldErrors()
            .That(!string.IsNullOrEmpty(name), "person", "must name a person")
            .Length("person.id", request.Person?.Id, MaxName)
            .Length(request.Person is null ? "name" : "person.name", name, MaxName);
        if (errors.Problem is { } invalid)
        {
            return invalid;
        }

        var owner = new Person(request.Person?.Id.TrimmedOrNull(), name!);
        return await editor.ChangeAsync(
            http,
            id,
            (review, stamp) => review.AssignOwner(owner, stamp)
        );
    }
}
