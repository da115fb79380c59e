using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Platform.Persistence;
using Pir.Reviews.Data;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.Reviews.Features;

/// <param name="Text">Markdown; empty clears.</param>
/// <param name="Version">
/// The review's version the text started from; leave out to write over whatever is there (it is
/// kept in the history).
/// </param>
public sealed record WriteNotesRequest(
    [Required(AllowEmptyStrings = true), StringLength(Review.MaxNotes)] string Text,
    int? Version
);

/// <summary>Notes that somebody replaced.</summary>
internal sealed record EarlierNotesItem(
    Guid Id,
    string Text,
    string WrittenBy,
    DateTime WrittenAt,
    string ReplacedBy,
    DateTime ReplacedAt
);

/// <summary>
/// Made for saving while people type: refused with the present text when that text is not the one
/// the writer started from.
/// </summary>
internal static class WriteNotes
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/api/reviews/{id:guid}/notes", HandleAsync)
            .May(Permissions.FacilitateReviews)
            .NotAudited(UnauditedBecause.DraftTells)
            .WithName("WriteReviewNotes")
            .WithSummary(
                "Replace the notes (Markdown); 412 with the present text when they changed since the version given"
            )
            .ProducesEditProblems();
        api.MapGet("/api/reviews/{id:guid}/notes/history", ListAsync)
            .WithName("ListEarlierReviewNotes")
            .WithSummary("List the notes as they were before, latest first")
            .May(Permissions.SeeOwnDrafts)
            .ProducesProblem(404);
    }

    private static Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        WriteNotesRequest request,
        HttpContext http,
        ReviewEditor editor
    ) =>
        editor.ChangePartAsync(
            http,
            id,
            request.Version,
            (review, seen, stamp) => review.WriteNotes(request.Text, seen, stamp)
        );

    private static async Task<Results<Ok<Paged<EarlierNotesItem>>, ProblemHttpResult>> ListAsync(
        Guid id,
        int? limit,
        string? after,
        HttpContext http,
        ReviewDbContext db,
        CancellationToken cancellationToken
    )
    {
        if (Paging.TryRead(limit, after, out var paging) is { } refusal)
        {
            return refusal;
        }

        if (await Drafts.FindAsync(db, http.User, id, cancellationToken) is not true)
        {
            return Problems.NotFound("review " + id);
        }

        var notes = db.EarlierNotes.AsNoTracking().Where(n => n.ReviewId == id);
        if (paging.After is var (time, last))
        {
            notes = notes.Where(n =>
                n.ReplacedAt < time || (n.ReplacedAt == time && n.Id.CompareTo(last) < 0)
            );
        }

        var items = await notes
            .OrderByDescending(n => n.ReplacedAt)
            .ThenByDescending(n => n.Id)
            .Take(paging.Take)
            .Select(n => new EarlierNotesItem(
                n.Id,
                n.Text,
                n.WrittenBy,
                n.WrittenAt,
                n.ReplacedBy,
                n.ReplacedAt
            ))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(paging.Cut(items, n => n, n => new Cursor(n.ReplacedAt, n.Id)));
    }
}
