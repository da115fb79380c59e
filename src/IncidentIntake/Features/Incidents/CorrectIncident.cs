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

internal static class CorrectIncident
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPatch("/api/incidents/{incident}", HandleAsync)
            .May(Permissions.RunIncidents)
            .Audited("incident-corrected", "corrected {incident}")
            .TakesImports()
            .WithName("CorrectIncident")
            .WithSummary("Change or correct an incident; earlier values stay in its history")
            .ProducesEditProblems();

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        CorrectIncidentRequest request,
        HttpContext http,
        IncidentEditor editor
    )
    {
        var check = new FieldErrors()
            .Length("title", request.Title, TextLengths.Title)
            .That(
                request.Title is null || !string.IsNullOrWhiteSpace(request.Title),
                "title",
                "must not be empty"
            )
            .Context(request)
            .Length("reason", request.Reason, TextLengths.Reason);
        if (check.Problem is { } problem)
        {
            return problem;
        }

        return await editor.ChangeAsync(
            http,
            incident,
            request.Version,
            (i, by) => i.Correct(request, by with { Reason = request.Reason.TrimmedOrNull() })
        );
    }
}
