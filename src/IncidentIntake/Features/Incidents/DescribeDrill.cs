using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class DescribeDrill
{
    private const int MostMinutes = 60 * 24 * 366;

    public static void Map(RouteGroupBuilder api) =>
        api.MapPut("/api/incidents/{incident}/scenario", HandleAsync)
            .May(Permissions.RunIncidents)
            .Audited("drill-described", "described the scenario of {incident}")
            .WithName("PutDrillScenario")
            .WithSummary("Describe what a drill is to find out, and what it found")
            .ProducesEditProblems();

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        PutScenarioRequest request,
        HttpContext http,
        IncidentEditor editor
    )
    {
        if (request.Scenario is not { } given)
        {
            return Problems.Validation("scenario", "is required");
        }

        var scenario = Trimmed(given);
        return Check(scenario).Problem is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                incident,
                request.Version,
                (i, by) => i.Describe(scenario, by)
            );
    }

    private static DrillScenario Trimmed(DrillScenario it) =>
        it with
        {
            Hypothesis = it.Hypothesis.TrimmedOrNull(),
            Fault = it.Fault.TrimmedOrNull(),
            Steps = it.Steps.TrimmedOrNull(),
            AbortCondition = it.AbortCondition.TrimmedOrNull(),
            ExpectedRecovery = it.ExpectedRecovery.TrimmedOrNull(),
            ActualRecovery = it.ActualRecovery.TrimmedOrNull(),
        };

    private static FieldErrors Check(DrillScenario it) =>
        new FieldErrors()
            .Length("scenario.hypothesis", it.Hypothesis, TextLengths.Description)
            .Length("scenario.fault", it.Fault, TextLengths.Description)
            .Length("scenario.steps", it.Steps, TextLengths.Description)
            .Length("scenario.abortCondition", it.AbortCondition, TextLengths.Description)
            .Length("scenario.expectedRecovery", it.ExpectedRecovery, TextLengths.Description)
            .Length("scenario.actualRecovery", it.ActualRecovery, TextLengths.Description)
            .Check("scenario.expectedMinutes", Minutes(it.ExpectedMinutes))
            .Check("scenario.expectedLossMinutes", Minutes(it.ExpectedLossMinutes))
            .Check("scenario.actualLossMinutes", Minutes(it.ActualLossMinutes));

    private static string? Minutes(int? given) =>
        given is < 0 or > MostMinutes ? "must be between 0 and 527040" : null;
}
