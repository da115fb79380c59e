using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents.Bulk;

/// <summary>What requests about several incidents have in common.</summary>
internal static class BulkRequests
{
    private const int MostIncidents = 200;

    private static readonly string CountRule = string.Create(
        CultureInfo.InvariantCulture,
        $"must name between 1 and {MostIncidents} incidents"
    );

    public static FieldErrors Incidents(this FieldErrors errors, IReadOnlyList<string>? names) =>
        errors
            .That(names is { Count: >= 1 and <= MostIncidents }, "incidents", CountRule)
            .That(
                names is null || names.All(n => !string.IsNullOrWhiteSpace(n)),
                "incidents",
                "must not contain an empty name"
            );

    /// <summary>The names of a request, each once.</summary>
    public static IEnumerable<string> Each(IReadOnlyList<string> names) =>
        names.Select(n => n.Trim()).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>A refused incident, with the words of the problem that a request for it alone has.
    /// </summary>
    public static BulkLine Refused(string name, Incident? incident, ProblemHttpResult problem)
    {
        var details = problem.ProblemDetails;
        var rules = details is HttpValidationProblemDetails { Errors: var errors }
            ? string.Join("; ", errors.Select(e => $"{e.Key} {string.Join(", ", e.Value)}"))
            : null;
        return new(
            name,
            incident?.Reference,
            BulkOutcome.Refused,
            details.Extensions.TryGetValue("code", out var code) ? code as string : null,
            string.IsNullOrEmpty(rules) ? details.Detail ?? details.Title : rules
        );
    }
}
