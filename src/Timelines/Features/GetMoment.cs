using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Times;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>The timeline as it was at a time, to see what was known then.</summary>
public static class GetMoment
{
    private const int Most = 500;

    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/then", Handle)
            .May(Permissions.ReadTimelines)
            .WithName("GetTimelineThen")
            .WithSummary(
                "Get what had happened by a time, and whether it was recorded, written down "
                    + "later or not known yet"
            )
            .ProducesProblem(404);

    internal static async Task<Results<Ok<TimelineMomentResponse>, ProblemHttpResult>> Handle(
        string incident,
        DateTimeOffset? at,
        IncidentFinder finder,
        TimelineDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var now = clock.UtcNow();
        if (at is { } given && TimeRules.CheckPast(given.UtcDateTime, now) is { } rule)
        {
            return Problems.Validation("at", rule);
        }

        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        var until = found.ResolvedAt ?? now;
        var time = at?.UtcDateTime ?? until;
        var entries = await ReadAsync(db, found.Id, time, token);
        var first = await db
            .Entries.Where(e => e.IncidentId == found.Id)
            .MinAsync(e => (DateTime?)e.OccurredAt, token);
        return TypedResults.Ok(
            new TimelineMomentResponse(
                time,
                first < found.BeganAt ? first.Value : found.BeganAt,
                until,
                [
                    .. entries.Select(e => new EntryThen(
                        EntryResponses.From(e),
                        EntryMoment.KnowledgeOf(e, time)
                    )),
                ]
            )
        );
    }

    private static async Task<IReadOnlyList<TimelineEntry>> ReadAsync(
        TimelineDbContext db,
        Guid incidentId,
        DateTime time,
        CancellationToken token
    )
    {
        // A later correction may have moved an entry to the other side of the time.
        var moved = await db
            .History.AsNoTracking()
            .Where(h =>
                h.RecordedAt > time
                && db.Entries.Any(e => e.Id == h.EntryId && e.IncidentId == incidentId)
            )
            .ToListAsync(token);
        var ids = moved.Select(h => h.EntryId).Distinct().ToList();
        var entries = await db
            .Entries.AsNoTracking()
            .Where(e => e.IncidentId == incidentId && (e.OccurredAt <= time || ids.Contains(e.Id)))
            .ToListAsync(token);
        var later = moved.ToLookup(h => h.EntryId);
        foreach (var entry in entries.Where(e => e.RecordedAt <= time))
        {
            EntryMoment.TakeBack(entry, later[entry.Id]);
        }

        return
        [
            .. entries
                .Where(e => e.OccurredAt <= time)
                .OrderBy(e => e.OccurredAt)
                .ThenBy(e => e.RecordedAt)
                .ThenBy(e => e.Id)
                .TakeLast(Most),
        ];
    }
}
