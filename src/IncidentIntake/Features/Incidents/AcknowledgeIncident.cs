using Microsoft.AspNetCore.Http.HttpResults;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class AcknowledgeIncident
{
    /// <param name="AcknowledgedAt">When it was taken; now unless given.</param>
    public sealed record Request(DateTime? AcknowledgedAt, int? Version);

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/acknowledge", HandleAsync)
            .RequireScope(Scope.IncidentsWrite)
            .WithName("AcknowledgeIncident")
            .WithSummary("Take an incident")
            .ProducesEditProblems();

    private static Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        Request? request,
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
