using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>Earlier versions of a corrected entry.</summary>
public static class GetEntryHistory
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/{entryId:guid}/history", Handle)
            .May(Permissions.ReadTimelines)
            .WithName("GetTimelineEntryHistory")
            .WithSummary("List an entry's earlier versions, latest first")
            .ProducesProblem(404);

    internal static async Task<Results<Ok<Paged<EntryChangeResponse>>, ProblemHttpResult>> Handle(
        string incident,
        Guid entryId,
        int? after,
        int? limit,
        IncidentFinder finder,
        TimelineDbContext db,
        CancellationToken token
    )
    {
        if (Paging.TryRead(limit, null, out var paging) is { } problem)
        {
            return problem;
        }

        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        if (!await db.Entries.AnyAsync(e => e.Id == entryId && e.IncidentId == found.Id, token))
        {
            return Problems.NotFound($"entry {entryId} on this timeline");
        }

        var page = await db
            .History.AsNoTracking()
            .Where(h => h.EntryId == entryId && (after == null || h.Version < after))
            .OrderByDescending(h => h.Version)
            .Take(paging.Take)
            .ToListAsync(token);
        return TypedResults.Ok(
            paging.Cut(page, From, h => h.Version.ToString(CultureInfo.InvariantCulture))
        );
    }

    private static EntryChangeResponse From(TimelineEntryHistory line) =>
        new(
            line.Version,
            line.Kind,
            line.Text,
            line.OccurredAt,
            line.RecordedAt,
            line.Actor,
            line.Reason,
            line.IsInterpretation,
            line.KnownAt
        )
        {
            Repair = line.RepairResult is { } result
                ? new(result, line.RepairMinutes, line.RepairIsUndone)
                : null,
        };
}
