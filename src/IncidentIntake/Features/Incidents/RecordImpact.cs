using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class RecordImpact
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/impact", HandleAsync)
            .May(Permissions.RunIncidents)
            .Audited("impact-recorded", "recorded the impact of {incident}")
            .TakesImports()
            .WithName("RecordIncidentImpact")
            .WithSummary("Record the impact of an incident; replaces the impact recorded before")
            .ProducesEditProblems();

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        RecordImpactRequest request,
        HttpContext http,
        IncidentEditor editor
    )
    {
        var impact = ImpactRules.Trimmed(request);
        return ImpactRules.Check(impact).Problem is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                incident,
                request.Version,
                (i, by) => i.RecordImpact(impact, by)
            );
    }
}
