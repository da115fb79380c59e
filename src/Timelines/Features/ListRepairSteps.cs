using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Timeline;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>What was tried to repair an incident, with its results.</summary>
public static class ListRepairSteps
{
    private const int Most = 500;

    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/repair-steps", Handle)
            .May(Permissions.ReadTimelines)
            .WithName("ListRepairSteps")
            .WithSummary("List an incident's repair steps with their results and minutes")
            .ProducesProblem(404);

    internal static async Task<Results<Ok<RepairStepsResponse>, ProblemHttpResult>> Handle(
        string incident,
        IncidentFinder finder,
        TimelineDbContext db,
        CancellationToken token
    )
    {
        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        var steps = await db
            .Entries.AsNoTracking()
            .Where(e => e.IncidentId == found.Id && e.RepairResult != null)
            .OrderBy(e => e.OccurredAt)
            .ThenBy(e => e.RecordedAt)
            .ThenBy(e => e.Id)
            .Take(Most)
            .ToListAsync(token);
        var evidence = await EvidenceList.ReadAsync(db, found.Id, token);
        return TypedResults.Ok(
            new RepairStepsResponse(
                [.. steps.Select(e => EntryResponses.From(e, evidence.Of(e.Id)))],
                new(
                    Minutes(steps, RepairResult.Helped),
                    Minutes(steps, RepairResult.NoEffect),
                    Minutes(steps, RepairResult.MadeWorse)
                )
            )
        );
    }

    private static int Minutes(IEnumerable<TimelineEntry> steps, RepairResult result) =>
        steps.Where(s => s.RepairResult == result).Sum(s => s.RepairMinutes ?? 0);
}
