using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Incidents;
using Pir.Intake.Domain;
using Pir.ServiceDefaults.Auth;

namespace Pir.Intake.Features.Incidents;

internal static class RecordImpact
{
    /// <summary>
    /// What it did to customers, to the business and to availability. Each text is absent while
    /// unknown; "none" is an answer.
    /// </summary>
    public sealed record Request(
        string? Customers,
        string? Operations,
        string? Availability,
        int? CustomersAffected,
        int? CustomersReported,
        DateTime? StartedAt,
        DateTime? EndedAt,
        int? Version
    );

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/impact", HandleAsync)
            .RequireScope(Scope.IncidentsWrite)
            .WithName("RecordIncidentImpact")
            .WithSummary("Record what an incident did; replaces what was recorded before")
            .ProducesChangeProblems();

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        Request request,
        HttpContext http,
        IncidentChanges changes
    )
    {
        var impact = new Impact(
            Blank(request.Customers),
            Blank(request.Operations),
            Blank(request.Availability),
            request.CustomersAffected,
            request.CustomersReported,
            request.StartedAt,
            request.EndedAt
        );
        var check = new FieldCheck()
            .Text("customers", impact.Customers, TextLengths.Description)
            .Text("operations", impact.Operations, TextLengths.Description)
            .Text("availability", impact.Availability, TextLengths.Description)
            .That(
                impact.CustomersAffected is null or >= 0,
                "customersAffected",
                "must not be negative."
            )
            .That(
                impact.CustomersReported is null or >= 0,
                "customersReported",
                "must not be negative."
            )
            .That(
                impact != new Impact(null, null, null, null, null, null, null),
                "customers",
                "is required, or any other field of the impact."
            );
        return check.Problem is { } problem
            ? problem
            : await changes.ApplyAsync(
                incident,
                http,
                request.Version,
                null,
                (i, by) => i.RecordImpact(impact, by)
            );
    }

    private static string? Blank(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
