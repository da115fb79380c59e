using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Features.Incidents;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Automation;

/// <summary>What automation rules did, newest first.</summary>
internal static class ReadAutomationRuns
{
    private const int Most = 100;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/automation/runs", ListAsync)
            .May(Permissions.SeeAutomation)
            .WithName("ListAutomationRuns")
            .WithSummary("List the last 100 runs of automation rules");
        api.MapGet("/api/incidents/{incident}/automation", OfIncidentAsync)
            .May(Permissions.SeeIncidents)
            .WithName("ListIncidentAutomation")
            .WithSummary("List the runs of automation rules in an incident")
            .ProducesProblem(404);
    }

    private static async Task<Ok<ItemList<AutomationRunResponse>>> ListAsync(
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var runs = await db
            .AutomationRuns.AsNoTracking()
            .OrderByDescending(r => r.At)
            .ThenByDescending(r => r.Id)
            .Take(Most)
            .ToListAsync(token);
        return TypedResults.Ok(
            new ItemList<AutomationRunResponse>(runs.ConvertAll(r => r.ToResponse()))
        );
    }

    private static async Task<
        Results<Ok<ItemList<AutomationRunResponse>>, ProblemHttpResult>
    > OfIncidentAsync(string incident, IntakeDbContext db, CancellationToken token)
    {
        var found = await db.Incidents.AsNoTracking().Named(incident).SingleOrDefaultAsync(token);
        if (found is null)
        {
            return Problems.NotFound("incident " + incident);
        }

        var runs = await db
            .AutomationRuns.AsNoTracking()
            .Where(r => r.IncidentId == found.Id)
            .OrderByDescending(r => r.At)
            .ThenByDescending(r => r.Id)
            .Take(Most)
            .ToListAsync(token);
        return TypedResults.Ok(
            new ItemList<AutomationRunResponse>(runs.ConvertAll(r => r.ToResponse()))
        );
    }
}
