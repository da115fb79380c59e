using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>Phases, gaps and a checklist, computed from an incident's timeline.</summary>
public static class GetSummary
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/summary", Handle)
            .May(Permissions.ReadTimelines)
            .WithName("GetTimelineSummary")
            .WithSummary(
                "Get an incident's phases with their durations, its gaps, and what its "
                    + "timeline needs before the review"
            )
            .ProducesProblem(404);

    internal static async Task<Results<Ok<TimelineSummaryResponse>, ProblemHttpResult>> Handle(
        string incident,
        IncidentFinder finder,
        TimelineDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        var entries = await db
            .Entries.AsNoTracking()
            .Where(e => e.IncidentId == found.Id)
            .Select(e => new EntryFacts(e.OccurredAt, e.Kind, e.Milestone, e.RepairResult != null))
            .ToListAsync(token);
        var evidence = await db.Attachments.CountAsync(a => a.IncidentId == found.Id, token);
        var unfinished = await db.Activities.CountAsync(
            a => a.IncidentId == found.Id && a.FinishedAt == null,
            token
        );
        var summary = new TimelineSummary(found, entries, clock.UtcNow());
        return TypedResults.Ok(summary.Compute(evidence, unfinished));
    }
}
