using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Intake.Domain;
using Pir.ServiceDefaults.Auth;

namespace Pir.Intake.Features.Incidents;

internal static class ReopenIncident
{
    public sealed record Request(string? Reason, int? Version);

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/reopen", HandleAsync)
            .RequireScope(Scope.IncidentsWrite)
            .WithName("ReopenIncident")
            .WithSummary("Say that an incident was not over after all")
            .ProducesChangeProblems();

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        Request request,
        HttpContext http,
        IncidentChanges changes
    ) =>
        new FieldCheck().Required("reason", request.Reason, TextLengths.Reason).Problem
            is { } problem
            ? problem
            : await changes.ApplyAsync(
                incident,
                http,
                request.Version,
                request.Reason,
                (i, by) => i.Reopen(by.Reason!, by)
            );
}
