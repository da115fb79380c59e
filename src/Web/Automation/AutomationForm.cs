using System.Globalization;
using Pir.Contracts.Incidents;

namespace Pir.Web.Automation;

/// <summary>
/// Reads a rule from its form. A step is a row: what to do, for whom, and a text. The choice of
/// what to do also names the role or the subscription.
/// </summary>
internal static class AutomationForm
{
    /// <summary>The fields that show their own errors.</summary>
    public const string Fields = "name trigger services teams labels";
    public const string Engage = "engage";
    public const string Task = "task";
    public const string Link = "link";
    private const string Role = "role:";
    private const string Notify = "notify:";

    public static string Name(string part, int row) =>
        string.Create(CultureInfo.InvariantCulture, $"{part}{row}");

    /// <summary>What a step can do, as the choices of a row.</summary>
    public static IEnumerable<(string Value, string Text)> Choices(
        IEnumerable<Subscription> subscriptions
    ) =>
        [
            .. Enum.GetValues<IncidentRole>()
                .Select(r => (Role + Words.Wire(r), "Assign " + Words.Of(r).ToLowerInvariant())),
            (Engage, "Engage team"),
            (Task, "Add task"),
            (Link, "Post link"),
            .. subscriptions.Select(s =>
                (Notify + s.Id, $"Notify by {s.Name ?? new Uri(s.Url).Host}")
            ),
        ];

    /// <summary>The row of a step: what to do, for whom, and the text.</summary>
    public static (string What, string? Who, string? Text) Row(AutomationStep step) =>
        step.Kind switch
        {
            AutomationStepKind.AssignRole => (
                Role + Words.Wire(step.Role ?? IncidentRole.Responder),
                step.Person?.Name,
                step.Discipline
            ),
            AutomationStepKind.EngageTeam => (Engage, step.Team, null),
            AutomationStepKind.AddTask => (
                Task,
                step.Team ?? (step.Person is { } person ? "@" + person.Name : null),
                step.Text
            ),
            AutomationStepKind.PostLink => (Link, step.Text, step.Url),
            _ => (Notify + step.SubscriptionId, step.Audience, step.Text),
        };

    public static AutomationRuleRequest Rule(this FormReader form) =>
        new()
        {
            Name = form.Text("name"),
            IsEnabled = form.Flag("isEnabled"),
            Trigger = form.Choice<AutomationTrigger>("trigger"),
            Severities = form.Choices<Severity>("severities"),
            Services = form.Words("services"),
            Teams = form.Words("teams"),
            Labels = form.Words("labels"),
            Steps =
            [
                .. Enumerable
                    .Range(0, AutomationRuleFields.MostSteps)
                    .Select(n =>
                        Step(
                            form.Text(Name("what", n)),
                            form.Text(Name("who", n)),
                            form.Text(Name("text", n))
                        )
                    )
                    .OfType<AutomationStep>(),
            ],
            Version = form.Number("version"),
        };

    private static AutomationStep? Step(string? what, string? who, string? text) =>
        what switch
        {
            null => null,
            Engage => new(AutomationStepKind.EngageTeam, Team: who),
            Task => who is ['@', .. var person]
                ? new(AutomationStepKind.AddTask, Person: new(null, person.Trim()), Text: text)
                : new(AutomationStepKind.AddTask, Team: who, Text: text),
            Link => new(AutomationStepKind.PostLink, Text: who, Url: text),
            _ when what.StartsWith(Notify, StringComparison.Ordinal) => new(
                AutomationStepKind.Notify,
                Text: text,
                Audience: who,
                SubscriptionId: Guid.TryParse(what[Notify.Length..], out var id) ? id : null
            ),
            // Nobody's choice; the service names what is missing.
            _ when !what.StartsWith(Role, StringComparison.Ordinal) => null,
            _ => new(
                AutomationStepKind.AssignRole,
                Enum.TryParse<IncidentRole>(what[Role.Length..], ignoreCase: true, out var role)
                    ? role
                    : null,
                who is null ? null : new(null, who),
                text
            ),
        };
}
