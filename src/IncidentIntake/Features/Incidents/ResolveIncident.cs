using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Intake.Domain;
using Pir.ServiceDefaults.Auth;

namespace Pir.Intake.Features.Incidents;

internal static class ResolveIncident
{
    /// <param name="ResolvedAt">When it was over; now unless given.</param>
    public sealed record Request(DateTime? ResolvedAt, string? Note, int? Version);

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/resolve", HandleAsync)
            .RequireScope(Scope.IncidentsWrite)
            .WithName("ResolveIncident")
            .WithSummary("Say that an incident is over")
            .ProducesChangeProblems();

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        Request? request,
        HttpContext http,
        IncidentChanges changes
    ) =>
        new FieldCheck().Text("note", request?.Note, TextLengths.Reason).Problem is { } problem
            ? problem
            : await changes.ApplyAsync(
                incident,
                http,
                request?.Version,
                request?.Note,
                (i, by) => i.Resolve(request?.ResolvedAt, request?.Note, by)
            );
}
