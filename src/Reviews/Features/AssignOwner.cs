using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.Reviews.Features;

/// <param name="Id">Id of the account; leave out for a person without one.</param>
public sealed record PersonRequest(
    [StringLength(200)] string? Id,
    [Required, StringLength(200)] string Name
);

/// <summary>
/// Either form: <c>{"person":{"id":"…","name":"…"}}</c>, or <c>{"name":"…"}</c> for short.
/// </summary>
public sealed record AssignOwnerRequest(PersonRequest? Person, [StringLength(200)] string? Name);

internal static class AssignOwner
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/api/reviews/{id:guid}/owner", HandleAsync)
            .May(Permissions.FacilitateReviews)
            .Audited("review-owner-assigned", "assigned the owner of {review}")
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
        if (string.IsNullOrEmpty(name))
        {
            return Problems.Validation("person", "must name a person");
        }

        var owner = new Person(request.Person?.Id.TrimmedOrNull(), name);
        return await editor.ChangeAsync(
            http,
            id,
            (review, stamp) => review.AssignOwner(owner, stamp)
        );
    }
}
