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
using Pir.ServiceDefaults.Importing;

namespace Pir.Reviews.Features;

/// <summary>
/// Made for saving while people type: fails with the current text when the writer started from
/// another one.
/// </summary>
internal static class WriteNotes
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/api/reviews/{id:guid}/notes", HandleAsync)
            .May(Permissions.FacilitateReviews)
            .NotAudited(UnauditedBecause.DraftTells)
            .TakesImports("notes-written", "wrote the notes of {review}")
            .WithName("WriteReviewNotes")
            .WithSummary(
                "Replace the notes; 412 with the current text if they changed since the version"
            )
            .ProducesEditProblems();
        api.MapGet("/api/reviews/{id:guid}/notes/history", ListAsync)
            .WithName("ListEarlierReviewNotes")
            .WithSummary("List earlier versions of the notes, latest first")
            .May(Permissions.SeeOwnDrafts)
            .ProducesProblem(404);
    }

    private static async Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        WriteNotesRequest request,
        HttpContext http,
        ReviewEditor editor
    )
    {
        var errors = new FieldErrors()
            .That(request.Text is not null, "text", "is required")
            .WholeLength("text", request.Text, Review.MaxNotes);
        return errors.Problem is { } invalid
            ? invalid
            : await editor.ChangePartAsync(
                http,
                id,
                request.Version,
                (review, seen, stamp) => review.WriteNotes(request.Text!, seen, stamp)
            );
    }

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
