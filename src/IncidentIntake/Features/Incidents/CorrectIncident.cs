using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Texts;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Incidents;

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
            .ProducesEditProblems();

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        Request request,
        HttpContext http,
        IncidentEditor editor
    )
    {
        var check = new FieldErrors()
            .Length("title", request.Title, TextLengths.Title)
            .That(
                request.Title is null || !string.IsNullOrWhiteSpace(request.Title),
                "title",
                "must not be empty."
            )
            .Length("service", request.Service, TextLengths.Name)
            .Length("team", request.Team, TextLengths.Name)
            .Length("reason", request.Reason, TextLengths.Reason);
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
        return await editor.ChangeAsync(
            http,
            incident,
            request.Version,
            (i, by) => i.Correct(wanted, by with { Reason = request.Reason.TrimmedOrNull() })
        );
    }
}
