using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Reviews;
using Pir.IncidentIntake.Data;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class CloseIncident
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/close", HandleAsync)
            .May(Permissions.RunIncidents)
            .Audited("incident-closed", "closed {incident}")
            .TakesImports()
            .WithName("CloseIncident")
            .WithSummary(
                "Close a resolved incident; refused with review-open until its review is "
                    + "published or waived"
            )
            .ProducesEditProblems();

    private static Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        CloseIncidentRequest? request,
        HttpContext http,
        IncidentEditor editor,
        IntakeDbContext db
    ) =>
        editor.ChangeAsync(
            http,
            incident,
            request?.Version,
            async (i, by) => i.Close(await HasOpenReviewAsync(db, i.Id), by)
        );

    internal static Task<bool> HasOpenReviewAsync(IntakeDbContext db, Guid incident) =>
        db.Reviews.AnyAsync(r =>
            r.IncidentId == incident
            && (r.Status == ReviewStatus.Open || r.Status == ReviewStatus.Held)
        );
}
