using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents.Bulk;

/// <summary>Deletes several incidents, for those who may delete one.</summary>
internal static class DeleteIncidents
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/bulk/delete", HandleAsync)
            .May(Permissions.DeleteIncidents)
            .Audited("incidents-deleted", "deleted {incident} together with others")
            .WithName("DeleteIncidents")
            .WithSummary("Delete several incidents at once; this cannot be undone");

    private static async Task<Results<Ok<BulkResponse>, ProblemHttpResult>> HandleAsync(
        DeleteIncidentsRequest request,
        HttpContext http,
        DeleteIncident deletion,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        if (new FieldErrors().Incidents(request.Incidents).Problem is { } problem)
        {
            return problem;
        }

        var items = new List<BulkLine>();
        foreach (var name in BulkRequests.Each(request.Incidents!))
        {
            token.ThrowIfCancellationRequested();
            var there = await db.Incidents.AsNoTracking().Named(name).SingleOrDefaultAsync(token);
            items.Add(
                await deletion.RunAsync(name, http) is { } refused
                    ? BulkRequests.Refused(name, there, refused)
                    : new(name, there?.Reference, BulkOutcome.Deleted)
            );
        }

        return TypedResults.Ok(new BulkResponse(items, []));
    }
}
