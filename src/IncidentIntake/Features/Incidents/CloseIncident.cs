using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Reviews;
using Pir.Intake.Data;
using Pir.ServiceDefaults.Auth;

namespace Pir.Intake.Features.Incidents;

internal static class CloseIncident
{
    public sealed record Request(int? Version);

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/close", HandleAsync)
            .RequireScope(Scope.IncidentsWrite)
            .WithName("CloseIncident")
            .WithSummary(
                "Close a resolved incident; refused with review-open while its review is neither published nor waived"
            )
            .ProducesChangeProblems();

    private static Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        Request? request,
        HttpContext http,
        IncidentChanges changes
    ) =>
        changes.ApplyAsync(
            incident,
            http,
            request?.Version,
            null,
            async (i, by, db) => i.Close(await HasOpenReviewAsync(db, i.Id), by)
        );

    internal static Task<bool> HasOpenReviewAsync(IntakeDbContext db, Guid incident) =>
        db.Reviews.AnyAsync(r =>
            r.IncidentId == incident
            && (r.Status == ReviewStatus.Open || r.Status == ReviewStatus.Held)
        );
}
