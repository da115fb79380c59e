using System.Globalization;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Tasks;
using Pir.IncidentIntake.Features.Incidents;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Automation;

/// <summary>The rules of the fields of an automation rule.</summary>
internal static class AutomationChecks
{
    private static readonly string NamesRule = string.Create(
        CultureInfo.InvariantCulture,
        $"must be at most {AutomationRuleFields.MostNames} texts of at most "
            + $"{IncidentContext.LongestValue} characters"
    );

    private static readonly string StepsRule = string.Create(
        CultureInfo.InvariantCulture,
        $"must be 1 to {AutomationRuleFields.MostSteps} steps"
    );

    public static FieldErrors Check(AutomationRuleFields fields)
    {
        var steps = fields.Steps ?? [];
        var errors = new FieldErrors()
            .Required("name", fields.Name, TextLengths.Name)
            .That(fields.Trigger is not null, "trigger", "is required")
            .Check("services", CheckNames(fields.Services))
            .Check("teams", CheckNames(fields.Teams))
            .Check("labels", CheckNames(fields.Labels))
            .That(
                fields.Labels?.All(l => l?.IndexOf('=', StringComparison.Ordinal) > 0) != false,
                "labels",
                "must be written name=value"
            )
            .That(steps.Count is > 0 and <= AutomationRuleFields.MostSteps, "steps", StepsRule);
        for (var i = 0; i < steps.Count; i++)
        {
            errors.Add(
                string.Create(CultureInfo.InvariantCulture, $"steps[{i}]."),
                Check(steps[i])
            );
        }

        return errors;
    }

    private static FieldErrors Check(AutomationStep? step) =>
        step?.Kind switch
        {
            null => new FieldErrors().Check("kind", "is required"),
            AutomationStepKind.AssignRole => new FieldErrors()
                .That(step.Role is not null, "role", "is required")
                .Required("person.name", step.Person?.Name, TextLengths.Name)
                .Length("person.id", step.Person?.Id, TextLengths.Name)
                .Length("discipline", step.Discipline, AssignRole.DisciplineLength)
                .That(
                    step.Discipline is null || step.Role == IncidentRole.SubjectMatterExpert,
                    "discipline",
                    AssignRole.DisciplineRule
                ),
            AutomationStepKind.EngageTeam => new FieldErrors().Required(
                "team",
                step.Team,
                IncidentContext.LongestValue
            ),
            AutomationStepKind.AddTask => new FieldErrors()
                .Required("text", step.Text, IncidentTask.LongestText)
                .Length("team", step.Team, IncidentContext.LongestValue)
                .That(
                    step.Person is null || !string.IsNullOrWhiteSpace(step.Person.Name),
                    "person.name",
                    "is required"
                )
                .Length("person.name", step.Person?.Name, TextLengths.Name)
                .Length("person.id", step.Person?.Id, TextLengths.Name)
                .That(
                    step.Team is null || step.Person is null,
                    "team",
                    "must not be given together with a person"
                ),
            AutomationStepKind.PostLink => new FieldErrors()
                .Required("url", step.Url, TextLengths.Url)
                .That(IsLink(step.Url), "url", "must be an http or https address")
                .Length("text", step.Text, TextLengths.Reason),
            _ => new FieldErrors()
                .Required("audience", step.Audience, IncidentContext.LongestValue)
                .That(step.SubscriptionId is not null, "subscriptionId", "is required")
                .Length("text", step.Text, TextLengths.Reason),
        };

    private static bool IsLink(string? url) =>
        Uri.TryCreate(url?.Trim(), UriKind.Absolute, out var link)
        && link.Scheme is "http" or "https";

    private static string? CheckNames(IReadOnlyList<string>? names) =>
        names is { Count: > AutomationRuleFields.MostNames }
        || names?.Any(n => n is null || n.Trim().Length > IncidentContext.LongestValue) == true
            ? NamesRule
            : null;
}
