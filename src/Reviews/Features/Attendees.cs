using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.Platform.Decisions;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Reviews.Features;

/// <summary>Who attends, and how many of them were heard.</summary>
internal sealed record AttendeesResponse(
    IReadOnlyList<AttendeeResponse> Items,
    int Heard,
    int Acknowledged
);

/// <param name="PersonId">
/// Account, as <c>GET /api/people</c> lists it. Left out, they are somebody without an account:
/// counted as heard or not, and reading nothing.
/// </param>
/// <param name="Name">Only shown: nobody's account is looked up by it.</param>
public sealed record InviteRequest(
    [StringLength(200)] string? PersonId,
    [Required, StringLength(200)] string Name
);

/// <summary>What is left out stays.</summary>
/// <param name="Heard">Their account of the incident was heard.</param>
/// <param name="Acknowledged">They agree to the prime directive.</param>
public sealed record NoteAttendeeRequest(bool? Heard, bool? Acknowledged);

internal static class Attendees
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/api/reviews/{id:guid}/attendees", ListAsync)
            .WithName("ListAttendees")
            .WithSummary("List who attends a review, how they came, and who was heard")
            .May(Permissions.SeeOwnDrafts)
            .ProducesProblem(404);
        api.MapPost("/api/reviews/{id:guid}/attendees", InviteAsync)
            .May(Permissions.FacilitateReviews)
            .Audited("attendee-invited", "invited somebody to {review}")
            .WithName("InviteAttendee")
            .WithSummary(
                "Invite somebody to a review: with personId they read its draft from now on; without, they are only counted among those to be heard"
            )
            .ProducesProblem(404)
            .ProducesProblem(409);
        api.MapPut("/api/reviews/{id:guid}/attendees/{attendeeId:guid}", NoteAsync)
            .May(Permissions.SeeOwnDrafts)
            .Audited("attendance-noted", "noted who was heard in {review}")
            .WithName("NoteAttendee")
            .WithSummary(
                "Note that somebody was heard, or agrees to the prime directive; for oneself, reading the draft is enough"
            )
            .ProducesProblem(403)
            .ProducesProblem(404);
        api.MapDelete("/api/reviews/{id:guid}/attendees/{attendeeId:guid}", RemoveAsync)
            .Audited("attendee-removed", "removed somebody from {review}")
            .WithName("RemoveAttendee")
            .WithSummary(
                "Take somebody off a review who neither owns it nor holds a role in the incident"
            )
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
        var personId = request.PersonId.TrimmedOrNull();
        var person = new Person(personId, request.Name.Trim());
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
            [.. review.Attendees.OrderBy(a => a.AddedAt).Select(AttendeeResponse.Of)],
            review.Attendees.Count(a => a.HeardAt is not null),
            review.Attendees.Count(a => a.AcknowledgedAt is not null)
        );
}
