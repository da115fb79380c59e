using Microsoft.AspNetCore.Http.HttpResults;
using Pir.ServiceDefaults.Auth;

namespace Pir.Intake.Features.Incidents;

internal static class AcknowledgeIncident
{
    /// <param name="At">When it was taken; now unless given.</param>
    public sealed record Request(DateTime? At, int? Version);

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/acknowledge", HandleAsync)
            .RequireScope(Scope.IncidentsWrite)
            .WithName("AcknowledgeIncident")
            .WithSummary("Take an incident")
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
            (i, by) => i.Acknowledge(request?.At, by)
        );
}
