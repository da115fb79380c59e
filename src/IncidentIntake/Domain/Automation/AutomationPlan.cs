using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain.Engaging;

namespace Pir.IncidentIntake.Domain.Automation;

/// <summary>
/// Says what the steps of a rule do with an incident, for a run and for a trial. A step never
/// undoes what people decided.
/// </summary>
internal static class AutomationPlan
{
    /// <param name="engaged">Keys of the engagements of the incident.</param>
    public static AutomationEffect Of(
        AutomationStep step,
        Incident incident,
        IReadOnlyCollection<string> engaged
    ) => new(step.Kind!.Value, Describe(step), WhyNot(step, incident, engaged));

    /// <summary>The step in words: "assign incident commander to Ada".</summary>
    public static string Describe(AutomationStep step) =>
        step.Kind switch
        {
            AutomationStepKind.AssignRole =>
                $"assign {RoleWords(step.Role!.Value)} to {step.Person!.Name}",
            AutomationStepKind.EngageTeam => $"engage {step.Team}",
            AutomationStepKind.AddTask => "add the task "
                + $"\"{step.Text}\""
                + ((step.Team ?? step.Person?.Name) is { } who ? $" for {who}" : ""),
            AutomationStepKind.PostLink => $"post {step.Url}",
            _ => $"tell {step.Audience}",
        };

    private static string? WhyNot(
        AutomationStep step,
        Incident incident,
        IReadOnlyCollection<string> engaged
    ) =>
        step.Kind switch
        {
            AutomationStepKind.AssignRole => WhyNoRole(step, incident),
            AutomationStepKind.EngageTeam when !incident.IsActive => "the incident is over",
            AutomationStepKind.EngageTeam
                when engaged.Contains(Engagement.KeyOf(step.Team!, null)) =>
                "the team is engaged already",
            _ => null,
        };

    private static string? WhyNoRole(AutomationStep step, Incident incident)
    {
        var isShared = step.Role is IncidentRole.SubjectMatterExpert or IncidentRole.Responder;
        return incident.Status == IncidentStatus.Closed ? "the incident is closed"
            : incident.Roles.FirstOrDefault(r =>
                r.Role == step.Role && (!isShared || r.Person == step.Person)
            )
                is { } held
                ? $"{held.Person.Name} has the role already"
            : null;
    }

    private static string RoleWords(IncidentRole role) =>
        string.Concat(role.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $" {c}" : $"{c}"))
            .ToLowerInvariant();
}
