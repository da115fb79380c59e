using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
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
        var impact = new Impact(
            request.Customers.TrimmedOrNull(),
            request.Operations.TrimmedOrNull(),
            request.Availability.TrimmedOrNull(),
            request.CustomersAffected,
            request.CustomersReported,
            request.StartedAt,
            request.EndedAt
        );
        var check = new FieldErrors()
            .Length("customers", impact.Customers, TextLengths.Description)
            .Length("operations", impact.Operations, TextLengths.Description)
            .Length("availability", impact.Availability, TextLengths.Description)
            .That(
                impact.CustomersAffected is null or >= 0,
                "customersAffected",
                "must not be negative"
            )
            .That(
                impact.CustomersReported is null or >= 0,
                "customersReported",
                "must not be negative"
            )
            .That(
                impact != new Impact(null, null, null, null, null, null, null),
                "customers",
                "is required, or any other field of the impact"
            );
        return check.Problem is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                incident,
                request.Version,
                (i, by) => i.RecordImpact(impact, by)
            );
    }
}
