using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Incidents;
using Pir.Intake.Domain;
using Pir.ServiceDefaults.Auth;

namespace Pir.Intake.Features.Incidents;

internal static class ChangeSeverity
{
    public sealed record Request(Severity? Severity, string? Reason, int? Version);

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/severity", HandleAsync)
            .RequireScope(Scope.IncidentsWrite)
            .WithName("ChangeIncidentSeverity")
            .WithSummary("Judge again how bad an incident is")
            .ProducesChangeProblems();

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        Request request,
        HttpContext http,
        IncidentChanges changes
    )
    {
        var check = new FieldCheck()
            .That(request.Severity is not null, "severity", "is required.")
            .Text("reason", request.Reason, TextLengths.Reason);
        return check.Problem is { } problem
            ? problem
            : await changes.ApplyAsync(
                incident,
                http,
                request.Version,
                request.Reason,
                (i, by) => i.Correct(new(Severity: request.Severity), by)
            );
    }
}
