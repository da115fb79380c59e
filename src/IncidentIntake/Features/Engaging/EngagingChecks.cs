using System.Globalization;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Engaging;

/// <summary>The rules of the fields of engagement rules and escalation policies.</summary>
internal static class EngagingChecks
{
    private static readonly string NamesRule = string.Create(
        CultureInfo.InvariantCulture,
        $"must be at most {EngagementRuleFields.MostNames} names of at most "
            + $"{IncidentContext.LongestValue} characters"
    );

    private static readonly string StepsRule = string.Create(
        CultureInfo.InvariantCulture,
        $"must be 1 to {EscalationPolicyFields.MostSteps} steps"
    );

    private static readonly string MinutesRule = string.Create(
        CultureInfo.InvariantCulture,
        $"must be between 1 and {EscalationPolicyFields.MostMinutes}"
    );

    public static FieldErrors Check(EngagementRuleFields fields) =>
        new FieldErrors()
            .Required("name", fields.Name, TextLengths.Name)
            .Check("services", CheckNames(fields.Services))
            .Check("severities", CheckSeverities(fields.Severities))
            .Check("teams", CheckNames(fields.Teams))
            .That(
                fields.Teams?.Any(t => !string.IsNullOrWhiteSpace(t)) == true,
                "teams",
                "must name at least one team"
            );

    public static FieldErrors Check(EscalationPolicyFields fields)
    {
        var steps = fields.Steps ?? [];
        var errors = new FieldErrors()
            .Required("name", fields.Name, TextLengths.Name)
            .Check("teams", CheckNames(fields.Teams))
            .Check("severities", CheckSeverities(fields.Severities))
            .That(steps.Count is > 0 and <= EscalationPolicyFields.MostSteps, "steps", StepsRule);
        for (var i = 0; i < steps.Count; i++)
        {
            errors.Add(
                string.Create(CultureInfo.InvariantCulture, $"steps[{i}]."),
                Check(steps[i])
            );
        }

        return errors;
    }

    private static FieldErrors Check(EscalationStep? step) =>
        new FieldErrors()
            .That(
                step?.AfterMinutes is >= 1 and <= EscalationPolicyFields.MostMinutes,
                "afterMinutes",
                MinutesRule
            )
            .That(
                (step?.Team is null) != (step?.Person is null),
                "team",
                "must be given, or a person, but not both"
            )
            .Check("team", step?.Team is null ? null : CheckText(step.Team))
            .Check("person.name", step?.Person is null ? null : CheckText(step.Person.Name))
            .Length("person.id", step?.Person?.Id, TextLengths.Name);

    private static string? CheckText(string? text) =>
        string.IsNullOrWhiteSpace(text) ? "is required"
        : text.Trim().Length > IncidentContext.LongestValue
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"must be at most {IncidentContext.LongestValue} characters long"
            )
        : null;

    private static string? CheckNames(IReadOnlyList<string>? names) =>
        names is { Count: > EngagementRuleFields.MostNames }
        || names?.Any(n => n is null || n.Trim().Length > IncidentContext.LongestValue) == true
            ? NamesRule
            : null;

    private static string? CheckSeverities(IReadOnlyList<Severity>? severities) =>
        severities is not null && severities.Distinct().Count() < severities.Count
            ? "must not repeat a severity"
            : null;
}
