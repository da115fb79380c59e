using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Timeline;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>
/// Corrects a line, pins it, or marks it for the review. What it said before stays in its history.
/// </summary>
public static class CorrectEntry
{
    private const int Attempts = 3;

    /// <param name="Reason">Why; kept in the history.</param>
    /// <param name="IsMarked">Noted for the review.</param>
    /// <param name="Version">
    /// The version that was read; 412 where it is no longer the present one. <c>If-Match</c> says
    /// the same.
    /// </param>
    public sealed record Request(
        string? Text,
        DateTime? OccurredAt,
        TimelineEntryKind? Kind,
        bool? IsPinned,
        string? Reason,
        int? Version,
        bool? IsMarked = null
    );

    internal static void Map(RouteGroupBuilder api) =>
        api.MapPatch("/{entryId:guid}", Handle)
            .RequireScope(Scope.TimelineWrite)
            .WithName("CorrectTimelineEntry")
            .WithSummary(
                "Correct a line of a timeline, pin it or mark it for the review; an automatic line keeps its text and kind"
            )
            .ProducesProblem(404)
            .ProducesProblem(412);

    internal static async Task<Results<Ok<EntryResponse>, ProblemHttpResult>> Handle(
        string incident,
        Guid entryId,
        Request request,
        HttpRequest http,
        ClaimsPrincipal user,
        IncidentFinder finder,
        TimelineDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (Check(request, now) is { Count: > 0 } errors)
        {
            return Problems.Validation(errors);
        }

        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        var expected = ExpectedVersion.Of(http, request.Version);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ApplyAsync(db, found.Id, entryId, request, expected, user, now, token);
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // Somebody was faster: look again, and decide on what stands now.
                db.DiscardChanges();
            }
        }
    }

    private static async Task<Results<Ok<EntryResponse>, ProblemHttpResult>> ApplyAsync(
        TimelineDbContext db,
        Guid incidentId,
        Guid entryId,
        Request request,
        int? expected,
        ClaimsPrincipal user,
        DateTime now,
        CancellationToken token
    )
    {
        if (
            await db.Entries.FirstOrDefaultAsync(
                e => e.Id == entryId && e.IncidentId == incidentId,
                token
            )
            is not { } entry
        )
        {
            return Problems.NotFound($"entry {entryId} on this timeline");
        }

        if (expected is not null && expected != entry.Version)
        {
            var attachments = await AttachmentsOfAsync(db, entry, token);
            return ExpectedVersion.Refuse(
                expected,
                entry.Version,
                EntryResponse.From(entry, attachments)
            )!;
        }

        if (entry.IsAutomatic && CheckAutomatic(entry, request) is { Count: > 0 } errors)
        {
            return Problems.Validation(errors);
        }

        if (Change(db, entry, request, user, now))
        {
            await db.SaveChangesAsync(token);
        }

        return TypedResults.Ok(
            EntryResponse.From(entry, await AttachmentsOfAsync(db, entry, token))
        );
    }

    private static Task<List<Attachment>> AttachmentsOfAsync(
        TimelineDbContext db,
        TimelineEntry entry,
        CancellationToken token
    ) => GetEntry.AttachmentsOfAsync(db, entry, token);

    /// <summary>True where something is different now.</summary>
    private static bool Change(
        TimelineDbContext db,
        TimelineEntry entry,
        Request request,
        ClaimsPrincipal user,
        DateTime now
    )
    {
        var actor = user.ToActor();
        var before = entry.Correct(
            new(request.Text, request.OccurredAt, request.Kind, request.Reason),
            actor,
            now
        );
        var isPinned = request.IsPinned ?? entry.IsPinned;
        var isMarked = request.IsMarked ?? entry.IsMarked;
        if (before is null && isPinned == entry.IsPinned && isMarked == entry.IsMarked)
        {
            return false;
        }

        if (before is not null)
        {
            db.History.Add(before);
        }

        // A pin or a mark says nothing new, so it leaves no history; it is told, for whoever shows
        // this timeline.
        (entry.IsPinned, entry.IsMarked) = (isPinned, isMarked);
        db.Raise(
            new TimelineEntryCorrected(entry.ToState(entry.Version + 1), request.Reason),
            entry.Id,
            entry,
            now,
            actor
        );
        return true;
    }

    private static Dictionary<string, string[]> Check(Request request, DateTime now)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        errors.Add("text", request.Text is { } text ? EntryRules.CheckText(text) : null);
        errors.Add(
            "occurredAt",
            request.OccurredAt is { } at ? EntryRules.CheckOccurredAt(at, now) : null
        );
        errors.Add("reason", EntryRules.CheckReason(request.Reason));
        return errors;
    }

    private static Dictionary<string, string[]> CheckAutomatic(TimelineEntry entry, Request request)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        const string rule =
            "of an automatic entry cannot be changed: add an entry that says what is right.";
        errors.Add("text", request.Text is { } text && text.Trim() != entry.Text ? rule : null);
        errors.Add("kind", request.Kind is { } kind && kind != entry.Kind ? rule : null);
        return errors;
    }
}
