using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.Platform.Decisions;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Importing;

namespace Pir.Reviews.Features;

internal static class Attendees
{
    private const int MaxName = 200;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/api/reviews/{id:guid}/attendees", ListAsync)
            .WithName("ListAttendees")
            .WithSummary("List the attendees of a review, why they attend, and who was heard")
            .May(Permissions.SeeOwnDrafts)
            .ProducesProblem(404);
        api.MapPost("/api/reviews/{id:guid}/attendees", InviteAsync)
            .May(Permissions.FacilitateReviews)
            .Audited("attendee-invited", "invited someone to {review}")
            .TakesImports()
            .WithName("InviteAttendee")
            .WithSummary("Invite someone to a review; with a personId, they can read the draft")
            .ProducesProblem(404)
            .ProducesProblem(409);
        api.MapPut("/api/reviews/{id:guid}/attendees/{attendeeId:guid}", NoteAsync)
            .May(Permissions.SeeOwnDrafts)
            .Audited("attendance-noted", "updated the attendance of {review}")
            .TakesImports()
            .WithName("NoteAttendee")
            .WithSummary("Record that an attendee was heard, or agreed to the prime directive")
            .ProducesProblem(403)
            .ProducesProblem(404);
        api.MapDelete("/api/reviews/{id:guid}/attendees/{attendeeId:guid}", RemoveAsync)
            .Audited("attendee-removed", "removed someone from {review}")
            .TakesImports()
            .WithName("RemoveAttendee")
            .WithSummary("Remove an attendee who is not the owner or a responder")
            .May(Permissions.FacilitateReviews)
            .ProducesProblem(404)
            .ProducesProblem(409);
    }

    private static async Task<Results<Ok<AttendeesResponse>, ProblemHttpResult>> ListAsync(
        Guid id,
        HttpContext http,
        ReviewEditor editor
    )
    {
        var review = await editor
            .WholeReviews()
            .AsNoTracking()
            .FirstOrDefaultAsync(r => r.Id == id, http.RequestAborted);
        return review is not null && Drafts.MaySee(http.User, review)
            ? TypedResults.Ok(Of(review))
            : Problems.NotFound("review " + id);
    }

    private static async Task<Results<Ok<AttendeesResponse>, ProblemHttpResult>> InviteAsync(
        Guid id,
        InviteRequest request,
        HttpContext http,
        ReviewEditor editor
    )
    {
        var errors = new FieldErrors()
            .Length("personId", request.PersonId, MaxName)
            .Required("name", request.Name, MaxName);
        if (errors.Problem is { } invalid)
        {
            return invalid;
        }

        var person = new Person(request.PersonId.TrimmedOrNull(), request.Name!.Trim());
        return await ChangeAsync(http, id, editor, (review, stamp) => review.Invite(person, stamp));
    }

    private static async Task<Results<Ok<AttendeesResponse>, ProblemHttpResult>> NoteAsync(
        Guid id,
        Guid attendeeId,
        NoteAttendeeRequest request,
        HttpContext http,
        ReviewEditor editor
    )
    {
        var mayNoteAll = http.User.Has(Scope.ReviewsWrite);
        if (await editor.LoadAsync(id, http.RequestAborted) is not { } known)
        {
            return Problems.NotFound("review " + id);
        }

        if (!mayNoteAll && !Drafts.MaySee(http.User, known))
        {
            return Problems.NotFound("review " + id);
        }

        var me = DraftReader.Of(http.User).PersonId;
        var isOwn =
            me is not null && known.Attendees.Any(a => a.Id == attendeeId && a.PersonId == me);
        return mayNoteAll || isOwn
            ? await ChangeAsync(
                http,
                id,
                editor,
                (review, stamp) =>
                    review.NoteAttendee(attendeeId, request.Heard, request.Acknowledged, stamp)
            )
            : Problems.Forbidden(Scope.ReviewsWrite);
    }

    private static Task<Results<Ok<AttendeesResponse>, ProblemHttpResult>> RemoveAsync(
        Guid id,
        Guid attendeeId,
        HttpContext http,
        ReviewEditor editor
    ) => ChangeAsync(http, id, editor, (review, stamp) => review.RemoveAttendee(attendeeId, stamp));

    private static async Task<Results<Ok<AttendeesResponse>, ProblemHttpResult>> ChangeAsync(
        HttpContext http,
        Guid id,
        ReviewEditor editor,
        Func<Review, Stamp, Decision> change
    )
    {
        AttendeesResponse? after = null;
        var outcome = await editor.ChangeAsync(
            http,
            id,
            (review, stamp) =>
            {
                var refusal = change(review, stamp);
                after = Of(review);
                return refusal;
            }
        );
        return outcome.Result is ProblemHttpResult problem ? problem : TypedResults.Ok(after!);
    }

    private static AttendeesResponse Of(Review review) =>
        new(
            [.. review.Attendees.OrderBy(a => a.AddedAt).Select(a => a.ToResponse())],
            review.Attendees.Count(a => a.HeardAt is not null),
            review.Attendees.Count(a => a.AcknowledgedAt is not null)
        );
}
