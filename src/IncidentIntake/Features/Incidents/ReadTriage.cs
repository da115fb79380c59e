using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class ReadTriage
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/api/incidents/{incident}/triage", HandleAsync)
            .May(Permissions.SeeIncidents)
            .WithName("GetIncidentTriage")
            .WithSummary(
                "Compare an incident's first service, team and severity with the final ones"
            )
            .ProducesProblem(404);

    private static async Task<Results<Ok<TriageResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var found = await db.Incidents.AsNoTracking().Named(incident).SingleOrDefaultAsync(token);
        if (found is null)
        {
            return Problems.NotFound("incident " + incident);
        }

        var history = await db
            .History.AsNoTracking()
            .Where(h => h.IncidentId == found.Id)
            .ToListAsync(token);
        var triage = Triage.Of(found, history);
        return TypedResults.Ok(
            new TriageResponse(
                Describe(triage.Initial),
                Describe(triage.Final),
                triage.IsMistriage,
                triage.Reroutes,
                (int)triage.Lost.TotalMinutes
            )
        );
    }

    private static TriagedAs Describe(TriageValues values) =>
        new(values.Service, values.Team, values.Severity);
}
