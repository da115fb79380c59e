using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Reviews.Data;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Reviews.Features;

/// <summary>Published revisions, which never change.</summary>
internal static class Revisions
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/api/reviews/{id:guid}/revisions", ListAsync)
            .WithName("ListRevisions")
            .WithSummary("List a review's published revisions, latest first")
            .May(Permissions.ReadReviews)
            .ProducesProblem(404);
        api.MapGet("/api/reviews/{id:guid}/revisions/{number:int}", GetAsync)
            .WithName("GetRevision")
            .WithSummary("Get a published revision in full")
            .May(Permissions.ReadReviews)
            .ProducesProblem(404);
        api.MapGet("/api/reviews/{id:guid}/revisions/{number:int}.md", GetMarkdownAsync)
            .WithName("GetRevisionAsMarkdown")
            .WithSummary("Get a published revision as one Markdown document")
            .May(Permissions.ReadReviews)
            .Produces<string>(200, "text/markdown")
            .ProducesProblem(404);
    }

    private static async Task<Results<Ok<Paged<RevisionItem>>, ProblemHttpResult>> ListAsync(
        Guid id,
        int? limit,
        string? after,
        HttpContext http,
        ReviewDbContext db,
        CancellationToken cancellationToken
    )
    {
        if (Paging.TryRead(limit, null, out var paging) is { } refusal)
        {
            return refusal;
        }

        var before = int.MaxValue;
        if (!string.IsNullOrEmpty(after) && (!int.TryParse(after, out before) || before < 1))
        {
            return Problems.Validation("after", "must be the next value of an earlier response");
        }

        if (await Drafts.FindAsync(db, http.User, id, cancellationToken) is null)
        {
            return Problems.NotFound("review " + id);
        }

        var rows = await db
            .Revisions.AsNoTracking()
            .Where(r => r.ReviewId == id && r.Number < before)
            .OrderByDescending(r => r.Number)
            .Take(paging.Limit + 1)
            .Select(r => new
            {
                r.Number,
                r.Title,
                r.Summary,
                r.PublishedAt,
                r.PublishedById,
                r.PublishedByName,
            })
            .ToListAsync(cancellationToken);
        var items = rows.Take(paging.Limit)
            .Select(r => new RevisionItem(
                r.Number,
                Revision.UrlOf(id, r.Number),
                r.Title,
                r.Summary,
                r.PublishedAt,
                new(r.PublishedById, r.PublishedByName)
            ))
            .ToList();
        var next = rows.Count > paging.Limit ? items[^1].Revision.ToString() : null;
        return TypedResults.Ok(new Paged<RevisionItem>(items, next));
    }

    private static async Task<Results<Ok<RevisionResponse>, ProblemHttpResult>> GetAsync(
        Guid id,
        int number,
        ReviewDbContext db,
        CancellationToken cancellationToken
    )
    {
        var revision = await db
            .Revisions.AsNoTracking()
            .FirstOrDefaultAsync(r => r.ReviewId == id && r.Number == number, cancellationToken);
        return revision is null
            ? Problems.NotFound($"revision {number} of review {id}")
            : TypedResults.Ok(revision.ToResponse());
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> GetMarkdownAsync(
        Guid id,
        int number,
        ReviewDbContext db,
        CancellationToken cancellationToken
    )
    {
        var found = await GetAsync(id, number, db, cancellationToken);
        return found.Result is Ok<RevisionResponse> { Value: { } revision }
            ? TypedResults.Text(ReviewMarkdown.Of(revision), "text/markdown; charset=utf-8")
            : Problems.NotFound($"revision {number} of review {id}");
    }
}
