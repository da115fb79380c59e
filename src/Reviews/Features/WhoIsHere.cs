using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Platform.Time;
using Pir.Reviews.Data;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Reviews.Features;

/// <param name="Field">
/// What is being written in, as the page names it; leave out while only reading.
/// </param>
public sealed record PresenceRequest([StringLength(Presence.MaxField)] string? Field);

/// <param name="Field">What they are writing in; null while they only read.</param>
internal sealed record PresentPerson(string PersonId, string Name, string? Field, DateTime SeenAt);

/// <param name="Items">A person once, whatever number of pages they have open; by name.</param>
internal sealed record PresenceResponse(IReadOnlyList<PresentPerson> Items);

/// <summary>
/// Who has a review open right now. Pages speak up every few seconds and get the list in the same
/// answer. Kept as short-lived rows beside the review and not in a process or in Redis: that is the
/// one place that every replica shares in both shapes, and a handful of people writing every ten
/// seconds costs it nothing. Never told as an event, never in the history.
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
                "Say that a page of the review is open, for the next 30 seconds; answers who is here"
            )
            .ProducesProblem(404);
        api.MapDelete("/api/reviews/{id:guid}/presence/{tab:guid}", LeaveAsync)
            .NotAudited(UnauditedBecause.OnlyPresence)
            .WithName("SayGone")
            .WithSummary("Say that a page of the review was left")
            .May(Permissions.SeeOwnDrafts);
        api.MapGet("/api/reviews/{id:guid}/presence", ListAsync)
            .WithName("ListPresent")
            .WithSummary("List who has the review open right now, and what they are writing in")
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
        if (await Drafts.FindAsync(db, user, id, cancellationToken) is not true)
        {
            return Problems.NotFound("review " + id);
        }

        var now = clock.UtcNow();
        var pages = await db.Presences.Where(p => p.ReviewId == id).ToListAsync(cancellationToken);
        // A service's token is nobody who could be here.
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
    /// Notes that a page spoke, and forgets those that fell silent. Returns whether there is
    /// anything to write.
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
            // Two forgot the same page, or a page spoke twice at once: the next time is in a few
            // seconds.
        }
    }

    private static PresenceResponse Answer(List<Presence> pages, DateTime now) =>
        new([
            .. pages
                .Where(p => !p.IsOver(now))
                .GroupBy(p => p.PersonId)
                // The page somebody writes in says more than the one beside it.
                .Select(g =>
                    g.OrderBy(p => p.Field is null).ThenByDescending(p => p.SeenAt).First()
                )
                .OrderBy(p => p.Name, StringComparer.Ordinal)
                .Select(p => new PresentPerson(p.PersonId, p.Name, p.Field, p.SeenAt)),
        ]);

    private readonly record struct PageKey(Guid ReviewId, string PersonId, Guid Tab);
}
