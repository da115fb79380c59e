using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class ResolveIncident
{
    private const int AlertsNamed = 5;

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/resolve", HandleAsync)
            .May(Permissions.RunIncidents)
            .Audited("incident-resolved", "resolved {incident}")
            .TakesImports()
            .WithName("ResolveIncident")
            .WithSummary(
                "Resolve an incident; refused with alerts-firing while its alerts fire, unless "
                    + "evenIfFiring is true"
            )
            .ProducesEditProblems();

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        ResolveIncidentRequest? request,
        HttpContext http,
        IncidentEditor editor,
        IntakeDbContext db
    ) =>
        new FieldErrors().Length("note", request?.Note, TextLengths.Reason).Problem is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                incident,
                request?.Version,
                async (i, by) =>
                    i.Resolve(
                        request?.ResolvedAt,
                        request?.Note,
                        by with
                        {
                            Reason = request?.Note.TrimmedOrNull(),
                        },
                        request?.EvenIfFiring is true || i.FiringAlertCount == 0
                            ? null
                            : await FiringAsync(db, i.Id, http.RequestAborted)
                    )
            );

    private static Task<List<string>> FiringAsync(
        IntakeDbContext db,
        Guid incident,
        CancellationToken token
    ) =>
        db
            .Alerts.Where(a => a.IncidentId == incident && a.Status == AlertStatus.Firing)
            .OrderBy(a => a.StartsAt)
            .Select(a => a.Title)
            .Take(AlertsNamed)
            .ToListAsync(token);
}
