using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Texts;
using Pir.Platform.Persistence.Bulk;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Importing;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>Adds several entries at once, all or none, e.g. from a pasted chat.</summary>
public static class RecordEntries
{
    public const int MaxItems = 200;
    private const int Attempts = 3;

    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/batch", Handle)
            .May(Permissions.WriteTimelines)
            .NotAudited(UnauditedBecause.TimelineTells)
            .TakesImports("entries-added", "added entries to the timeline of {incident}")
            .WithName("RecordTimelineEntries")
            .WithSummary("Add up to 200 entries to an incident's timeline, all or none")
            .ProducesProblem(404);

    internal static async Task<Results<Ok<RecordEntriesResponse>, ProblemHttpResult>> Handle(
        string incident,
        RecordEntriesRequest request,
        HttpContext http,
        IncidentFinder finder,
        TimelineDbContext db,
        Redactor redactor,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var now = clock.UtcNow();
        if (Check(request.Items, MaxItems, now).Problem is { } problem)
        {
            return problem;
        }

        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        var author = http.User.ToActor();
        var lines = request.Items!.Select(
            (i, n) =>
                // Entries of one moment keep their order.
                RecordEntry.Write(i, found.Id, now.AddMicroseconds(n), author, redactor)
        );
        var (entries, _) = await AddAsync(http, db, found, [.. lines], token);
        return TypedResults.Ok(new RecordEntriesResponse(entries));
    }

    /// <summary>Adds those that are not known yet, and tells how many.</summary>
    internal static async Task<(IReadOnlyList<EntryResponse> Entries, int Added)> AddAsync(
        HttpContext http,
        TimelineDbContext db,
        IncidentRef incident,
        IReadOnlyList<TimelineEntry> lines,
        CancellationToken token
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var (entries, added) = await TryAddAsync(db, incident, lines, token);
                if (db.ChangeTracker.HasChanges())
                {
                    db.Audit(http, incident.ToAuditSubject(), incident.Id);
                }

                await db.SaveChangesAsync(token);
                return ([.. entries.Select(e => EntryResponses.From(e))], added);
            }
            catch (Exception exception) when (attempt < Attempts && DbConflict.Is(exception))
            {
                // Some of them arrived twice at the same time and have been added by now.
                db.DiscardChanges();
            }
        }
    }

    private static async Task<(IReadOnlyList<TimelineEntry> Entries, int Added)> TryAddAsync(
        TimelineDbContext db,
        IncidentRef incident,
        IReadOnlyList<TimelineEntry> lines,
        CancellationToken token
    )
    {
        var added = 0;
        var ids = lines.Select(l => l.Id).ToList();
        var known = await db
            .Entries.Where(e => ids.Contains(e.Id))
            .ToDictionaryAsync(e => e.Id, token);
        foreach (var line in lines)
        {
            if (known.TryAdd(line.Id, line))
            {
                RecordEntry.Add(db, line, incident);
                added++;
            }
        }

        return ([.. lines.Select(l => known[l.Id])], added);
    }

    internal static FieldErrors Check(
        IReadOnlyList<RecordEntryRequest>? items,
        int most,
        DateTime now
    )
    {
        items ??= [];
        var errors = new FieldErrors().That(
            items.Count > 0 && items.Count <= most,
            "items",
            $"must be between 1 and {most} entries"
        );
        for (var n = 0; !errors.Any && n < items.Count; n++)
        {
            errors.Add($"items[{n}].", RecordEntry.Check(items[n], now));
        }

        return errors;
    }
}
