using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Platform.Time;
using Pir.Reviews.Data;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Reviews.Features;

/// <summary>
/// Who has a review open. Pages report every few seconds and get the list in the same answer. The
/// entries are short-lived rows in the service's database, not in a process or in Redis: the
/// database is the one place that every replica shares in both deployment shapes, and a few writes
/// every ten seconds cost little. Presence raises no events and is not in the history.
/// </summary>
internal static class WhoIsHere
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/api/reviews/{id:guid}/presence/{tab:guid}", SpeakAsync)
            .May(Permissions.SeeOwnDrafts)
            .NotAudited(UnauditedBecause.OnlyPresence)
            .WithName("SayPresent")
            .WithSummary(
                "Report a page of the review as open for 30 seconds; returns who is present"
            )
            .ProducesProblem(404);
        api.MapDelete("/api/reviews/{id:guid}/presence/{tab:guid}", LeaveAsync)
            .NotAudited(UnauditedBecause.OnlyPresence)
            .WithName("SayGone")
            .WithSummary("Report a page of the review as closed")
            .May(Permissions.SeeOwnDrafts);
        api.MapGet("/api/reviews/{id:guid}/presence", ListAsync)
            .WithName("ListPresent")
            .WithSummary("List who has the review open, and what they are editing")
            .May(Permissions.SeeOwnDrafts)
            .ProducesProblem(404);
    }

    private static async Task<Results<Ok<PresenceResponse>, ProblemHttpResult>> SpeakAsync(
        Guid id,
        Guid tab,
        PresenceRequest request,
        ClaimsPrincipal user,
        ReviewDbContext db,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors().WholeLength("field", request.Field, Presence.MaxField);
        if (errors.Problem is { } invalid)
        {
            return invalid;
        }

        if (await Drafts.FindAsync(db, user, id, cancellationToken) is not true)
        {
            return Problems.NotFound("review " + id);
        }

        var now = clock.UtcNow();
        var pages = await db.Presences.Where(p => p.ReviewId == id).ToListAsync(cancellationToken);
        // A service token is not a person who could be present.
        if (
            Drafts.PersonOf(user) is { Id: { } personId } person
            && Speaks(db, pages, new(id, personId, tab), person.Name, request.Field, now)
        )
        {
            await SaveAsync(db, cancellationToken);
        }

        return TypedResults.Ok(Answer(pages, now));
    }

    private static async Task<NoContent> LeaveAsync(
        Guid id,
        Guid tab,
        ClaimsPrincipal user,
        ReviewDbContext db,
        CancellationToken cancellationToken
    )
    {
        var personId = DraftReader.Of(user).PersonId;
        db.Presences.RemoveRange(
            await db
                .Presences.Where(p => p.ReviewId == id && p.PersonId == personId && p.Tab == tab)
                .ToListAsync(cancellationToken)
        );
        await SaveAsync(db, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<PresenceResponse>, ProblemHttpResult>> ListAsync(
        Guid id,
        ClaimsPrincipal user,
        ReviewDbContext db,
        TimeProvider clock,
        CancellationToken cancellationToken
    ) =>
        await Drafts.FindAsync(db, user, id, cancellationToken) is true
            ? TypedResults.Ok(
                Answer(
                    await db
                        .Presences.AsNoTracking()
                        .Where(p => p.ReviewId == id)
                        .ToListAsync(cancellationToken),
                    clock.UtcNow()
                )
            )
            : Problems.NotFound("review " + id);

    /// <summary>
    /// Records the report of a page and removes expired pages. Returns whether there is anything to
    /// write.
    /// </summary>
    private static bool Speaks(
        ReviewDbContext db,
        List<Presence> pages,
        PageKey key,
        string name,
        string? field,
        DateTime now
    )
    {
        if (pages.Find(p => p.Tab == key.Tab && p.PersonId == key.PersonId) is { } page)
        {
            if (!page.Speaks(name, field, now))
            {
                return false;
            }
        }
        else
        {
            page = new()
            {
                ReviewId = key.ReviewId,
                PersonId = key.PersonId,
                Tab = key.Tab,
                Name = name,
                Field = field,
                SeenAt = now,
            };
            pages.Add(page);
            db.Presences.Add(page);
        }

        db.Presences.RemoveRange(pages.Where(p => p.IsOver(now)));
        return true;
    }

    private static async Task SaveAsync(ReviewDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Two requests removed the same page, or a page reported twice at once. The next report
            // comes in a few seconds.
        }
    }

    private static PresenceResponse Answer(List<Presence> pages, DateTime now) =>
        new([
            .. pages
                .Where(p => !p.IsOver(now))
                .GroupBy(p => p.PersonId)
                // A page where someone is editing takes precedence over one where they only read.
                .Select(g =>
                    g.OrderBy(p => p.Field is null).ThenByDescending(p => p.SeenAt).First()
                )
                .OrderBy(p => p.Name, StringComparer.Ordinal)
                .Select(p => new PresentPerson(p.PersonId, p.Name, p.Field, p.SeenAt)),
        ]);

    private readonly record struct PageKey(Guid ReviewId, string PersonId, Guid Tab);
}
