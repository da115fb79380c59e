using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Contracts.Texts;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class ReopenIncident
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/reopen", HandleAsync)
            .May(Permissions.RunIncidents)
            .Audited("incident-reopened", "reopened {incident}")
            .TakesImports()
            .WithName("ReopenIncident")
            .WithSummary("Reopen a resolved or closed incident")
            .ProducesEditProblems();

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        ReopenIncidentRequest request,
        HttpContext http,
        IncidentEditor editor
    ) =>
        new FieldErrors().Required("reason", request.Reason, TextLengths.Reason).Problem
            is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                incident,
                request.Version,
                (i, by) =>
                    i.Reopen(
                        request.Reason!.Trim(),
                        by with
                        {
                            Reason = request.Reason.TrimmedOrNull(),
                        }
                    )
            );
}
