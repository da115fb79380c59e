using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class AcknowledgeIncident
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/acknowledge", HandleAsync)
            .May(Permissions.RunIncidents)
            .Audited("incident-acknowledged", "acknowledged {incident}")
            .TakesImports()
            .WithName("AcknowledgeIncident")
            .WithSummary("Acknowledge an incident")
            .ProducesEditProblems();

    private static Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        AcknowledgeIncidentRequest? request,
        HttpContext http,
        IncidentEditor editor
    ) =>
        editor.ChangeAsync(
            http,
            incident,
            request?.Version,
            (i, by) => i.Acknowledge(request?.AcknowledgedAt, by)
        );
}
