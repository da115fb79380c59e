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

internal static class MitigateIncident
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/mitigate", HandleAsync)
            .May(Permissions.RunIncidents)
            .Audited("incident-mitigated", "marked {incident} as mitigated")
            .TakesImports()
            .WithName("MitigateIncident")
            .WithSummary("Mark an incident as mitigated")
            .ProducesEditProblems();

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        MitigateIncidentRequest? request,
        HttpContext http,
        IncidentEditor editor
    ) =>
        new FieldErrors().Length("note", request?.Note, TextLengths.Reason).Problem is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                incident,
                request?.Version,
                (i, by) =>
                    i.Mitigate(
                        request?.MitigatedAt,
                        request?.Note,
                        by with
                        {
                            Reason = request?.Note.TrimmedOrNull(),
                        }
                    )
            );
}
