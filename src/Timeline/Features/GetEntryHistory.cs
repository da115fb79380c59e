using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Events;
using Pir.Contracts.Timeline;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Data;

namespace Pir.Timelines.Features;

/// <summary>What a line said before it was corrected.</summary>
public static class GetEntryHistory
{
    /// <summary>What an entry said until a correction.</summary>
    /// <param name="Version">Version of the entry that said so.</param>
    /// <param name="CorrectedAt">When the correction was recorded.</param>
    public sealed record Item(
        int Version,
        TimelineEntryKind Kind,
        string Text,
        DateTime OccurredAt,
        DateTime CorrectedAt,
        Actor CorrectedBy,
        string? Reason
    );

    /// <summary>Corrections, the latest first.</summary>
    /// <param name="Next">Cursor of the next page; absent on the last.</param>
    public sealed record Response(IReadOnlyList<Item> Items, string? Next);

    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/{entryId:guid}/history", Handle)
            .RequireScope(Scope.TimelineRead)
            .WithName("GetTimelineEntryHistory")
            .WithSummary("Read what a line said before its corrections, the latest first")
            .ProducesProblem(404);

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        string incident,
        Guid entryId,
        int? after,
        int? limit,
        IncidentFinder finder,
        TimelineDbContext db,
        CancellationToken token
    )
    {
        if (limit is < 1 or > 200)
        {
            return Problems.Validation("limit", "must be between 1 and 200.");
        }

        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        if (!await db.Entries.AnyAsync(e => e.Id == entryId && e.IncidentId == found.Id, token))
        {
            return Problems.NotFound($"entry {entryId} on this timeline");
        }

        var take = limit ?? 50;
        var page = await db
            .History.AsNoTracking()
            .Where(h => h.EntryId == entryId && (after == null || h.Version < after))
            .OrderByDescending(h => h.Version)
            .Take(take + 1)
            .ToListAsync(token);
        var items = page.Take(take)
            .Select(h => new Item(
                h.Version,
                h.Kind,
                h.Text,
                h.OccurredAt,
                h.RecordedAt,
                h.Actor,
                h.Reason
            ))
            .ToList();
        return TypedResults.Ok(
            new Response(items, page.Count > take ? items[^1].Version.ToString() : null)
        );
    }
}
