using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Intake.Domain;
using Pir.ServiceDefaults.Auth;

namespace Pir.Intake.Features.Incidents;

internal static class CorrectIncident
{
    /// <summary>New values; what is absent stays. An empty text clears service or team.</summary>
    public sealed record Request(
        string? Title,
        string? Service,
        string? Team,
        DateTime? DetectedAt,
        DateTime? ImpactStartedAt,
        DateTime? AcknowledgedAt,
        DateTime? MitigatedAt,
        DateTime? ResolvedAt,
        string? Reason,
        int? Version
    );

    public static void Map(RouteGroupBuilder api) =>
        api.MapPatch("/api/incidents/{incident}", HandleAsync)
            .RequireScope(Scope.IncidentsWrite)
            .WithName("CorrectIncident")
            .WithSummary("Change or correct an incident; earlier values stay in its history")
            .ProducesChangeProblems();

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        Request request,
        HttpContext http,
        IncidentChanges changes
    )
    {
        var check = new FieldCheck()
            .Text("title", request.Title, TextLengths.Title)
            .That(
                request.Title is null || !string.IsNullOrWhiteSpace(request.Title),
                "title",
                "must not be empty."
            )
            .Text("service", request.Service, TextLengths.Name)
            .Text("team", request.Team, TextLengths.Name)
            .Text("reason", request.Reason, TextLengths.Reason);
        if (check.Problem is { } problem)
        {
            return problem;
        }

        var wanted = new IncidentCorrection(
            request.Title,
            request.Service,
            request.Team,
            null,
            request.DetectedAt,
            request.ImpactStartedAt,
            request.AcknowledgedAt,
            request.MitigatedAt,
            request.ResolvedAt
        );
        return await changes.ApplyAsync(
            incident,
            http,
            request.Version,
            request.Reason,
            (i, by) => i.Correct(wanted, by)
        );
    }
}
