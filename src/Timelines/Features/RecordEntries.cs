using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
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
        TimeProvider clock,
        CancellationToken token
    )
    {
        var now = clock.UtcNow();
        if (Check(request, now).Problem is { } problem)
        {
            return problem;
        }

        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        var author = http.User.ToActor();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var lines = request.Items!.Select(i => RecordEntry.Write(i, found.Id, now, author));
                var entries = await AddAsync(db, found, [.. lines], token);
                if (db.ChangeTracker.HasChanges())
                {
                    db.Audit(http, found.ToAuditSubject(), found.Id);
                }

                await db.SaveChangesAsync(token);
                return TypedResults.Ok(
                    new RecordEntriesResponse([.. entries.Select(e => EntryResponses.From(e))])
                );
            }
            catch (Exception exception) when (attempt < Attempts && DbConflict.Is(exception))
            {
                // Some of them arrived twice at the same time and have been added by now.
                db.DiscardChanges();
            }
        }
    }

    private static async Task<IReadOnlyList<TimelineEntry>> AddAsync(
        TimelineDbContext db,
        IncidentRef incident,
        IReadOnlyList<TimelineEntry> lines,
        CancellationToken token
    )
    {
        var ids = lines.Select(l => l.Id).ToList();
        var known = await db
            .Entries.Where(e => ids.Contains(e.Id))
            .ToDictionaryAsync(e => e.Id, token);
        foreach (var line in lines)
        {
            if (known.TryAdd(line.Id, line))
            {
                RecordEntry.Add(db, line, incident);
            }
        }

        return [.. lines.Select(l => known[l.Id])];
    }

    private static FieldErrors Check(RecordEntriesRequest request, DateTime now)
    {
        var items = request.Items ?? [];
        var errors = new FieldErrors().That(
            items.Count is > 0 and <= MaxItems,
            "items",
            $"must be between 1 and {MaxItems} entries"
        );
        for (var n = 0; !errors.Any && n < items.Count; n++)
        {
            errors.Add($"items[{n}].", RecordEntry.Check(items[n], now));
        }

        return errors;
    }
}
