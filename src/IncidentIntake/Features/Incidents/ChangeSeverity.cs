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

internal static class ChangeSeverity
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/severity", HandleAsync)
            .May(Permissions.RunIncidents)
            .Audited("severity-changed", "changed the severity of {incident}")
            .TakesImports()
            .WithName("ChangeIncidentSeverity")
            .WithSummary("Change the severity of an incident")
            .ProducesEditProblems();

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        ChangeSeverityRequest request,
        HttpContext http,
        IncidentEditor editor
    )
    {
        var check = new FieldErrors()
            .That(request.Severity is not null, "severity", "is required")
            .Length("reason", request.Reason, TextLengths.Reason);
        return check.Problem is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                incident,
                request.Version,
                (i, by) =>
                    i.ChangeSeverity(
                        request.Severity!.Value,
                        by with
                        {
                            Reason = request.Reason.TrimmedOrNull(),
                        }
                    )
            );
    }
}
