using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Timeline;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>An incident's timeline, oldest first.</summary>
public static class ListTimeline
{
    /// <summary>Filters of the list; null for all.</summary>
    internal sealed record Flags
    {
        [FromQuery(Name = "pinned")]
        public bool? IsPinned { get; init; }

        [FromQuery(Name = "marked")]
        public bool? IsMarked { get; init; }
    }

    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("", Handle)
            .May(Permissions.ReadTimelines)
            .WithName("ListTimeline")
            .WithSummary(
                "List an incident's timeline, oldest first; kind takes one or more kinds, "
                    + "separated by commas"
            )
            .ProducesProblem(404);

    internal static async Task<Results<Ok<TimelineResponse>, ProblemHttpResult>> Handle(
        string incident,
        string? kind,
        [AsParameters] Flags only,
        string? after,
        int? limit,
        IncidentFinder finder,
        TimelineDbContext db,
        CancellationToken token
    )
    {
        if (!TryReadKinds(kind, out var kinds))
        {
            return Problems.Validation(
                "kind",
                $"must be one or more of {string.Join(", ", KindWords)}"
            );
        }

        if (Paging.TryRead(limit, null, out var paging) is { } problem)
        {
            return problem;
        }

        TimelineCursor? cursor = null;
        if (after is not null && (cursor = TimelineCursor.Decode(after)) is null)
        {
            return Problems.Validation("after", Paging.AfterRule);
        }

        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        return TypedResults.Ok(await ReadAsync(db, found, kinds, only, cursor, paging, token));
    }

    private static async Task<TimelineResponse> ReadAsync(
        TimelineDbContext db,
        IncidentRef incident,
        List<TimelineEntryKind> kinds,
        Flags only,
        TimelineCursor? cursor,
        Paging paging,
        CancellationToken token
    )
    {
        var all = db.Entries.AsNoTracking().Where(e => e.IncidentId == incident.Id);
        var entries = kinds.Count == 0 ? all : all.Where(e => kinds.Contains(e.Kind));
        entries = entries.Where(e =>
            (only.IsPinned == null || e.IsPinned == only.IsPinned)
            && (only.IsMarked == null || e.IsMarked == only.IsMarked)
        );
        if (cursor is { } from)
        {
            entries = entries.Where(IsAfter(from));
        }

        var page = await entries
            .OrderBy(e => e.OccurredAt)
            .ThenBy(e => e.RecordedAt)
            .ThenBy(e => e.Id)
            .Take(paging.Take)
            .ToListAsync(token);
        var evidence = await EvidenceList.ReadAsync(db, incident.Id, token);
        var (items, next) = paging.Cut(
            page,
            e => EntryResponses.From(e, evidence.Of(e.Id)),
            e => TimelineCursor.After(e).Encode()
        );
        return new(items, next, await CheckAsync(all, incident, token), incident.Version);
    }

    private static Expression<Func<TimelineEntry, bool>> IsAfter(TimelineCursor cursor)
    {
        var (occurredAt, recordedAt, id) = cursor;
        return e =>
            e.OccurredAt > occurredAt
            || (
                e.OccurredAt == occurredAt
                && (e.RecordedAt > recordedAt || (e.RecordedAt == recordedAt && e.Id > id))
            );
    }

    private static async Task<IReadOnlyList<TimelineWarning>> CheckAsync(
        IQueryable<TimelineEntry> all,
        IncidentRef incident,
        CancellationToken token
    )
    {
        // Both columns of the index that the timeline is read by.
        var firstAt = await all.MinAsync(e => (DateTime?)e.OccurredAt, token);
        var lastAt = await all.MaxAsync(e => (DateTime?)e.OccurredAt, token);
        return
        [
            .. Completeness.Check(incident.ImpactStartedAt, incident.ResolvedAt, firstAt, lastAt),
            .. Inconsistencies.Check(incident),
        ];
    }

    private static readonly string[] KindWords =
    [
        .. Enum.GetNames<TimelineEntryKind>().Select(n => char.ToLowerInvariant(n[0]) + n[1..]),
    ];

    private static bool TryReadKinds(string? text, out List<TimelineEntryKind> kinds)
    {
        kinds = [];
        foreach (
            var word in (text ?? "").Split(
                ',',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            var index = Array.FindIndex(
                KindWords,
                w => w.Equals(word, StringComparison.OrdinalIgnoreCase)
            );
            if (index < 0)
            {
                return false;
            }

            kinds.Add(Enum.GetValues<TimelineEntryKind>()[index]);
        }

        return true;
    }
}
