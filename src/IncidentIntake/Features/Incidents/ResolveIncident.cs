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

internal static class ResolveIncident
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/resolve", HandleAsync)
            .May(Permissions.RunIncidents)
            .Audited("incident-resolved", "resolved {incident}")
            .TakesImports()
            .WithName("ResolveIncident")
            .WithSummary("Resolve an incident")
            .ProducesEditProblems();

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        ResolveIncidentRequest? request,
        HttpContext http,
        IncidentEditor editor
    ) =>
        new FieldErrors().Length("note", request?.Note, TextLengths.Reason).Problem is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                incident,
                request?.Version,
                (i, by) =>
                    i.Resolve(
                        request?.ResolvedAt,
                        request?.Note,
                        by with
                        {
                            Reason = request?.Note.TrimmedOrNull(),
                        }
                    )
            );
}
