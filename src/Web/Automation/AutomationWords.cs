using Pir.Contracts.Incidents;

namespace Pir.Web.Automation;

/// <summary>Automation rules in words.</summary>
internal static class AutomationWords
{
    public static IReadOnlyList<(string, string)> Severities { get; } =
    [
        .. Enum.GetValues<Severity>()
            .Select(s => (Words.Wire(s), $"{Words.Of(s)}, {Words.Meaning(s)}")),
    ];

    public static IReadOnlyList<(string, string)> Triggers { get; } =
    [.. Enum.GetValues<AutomationTrigger>().Select(t => (Words.Wire(t), Of(t)))];

    public static string Of(AutomationTrigger trigger) =>
        trigger switch
        {
            AutomationTrigger.Opened => "An incident opens",
            AutomationTrigger.Acknowledged => "An incident is acknowledged",
            AutomationTrigger.SeverityChanged => "The severity changes",
            AutomationTrigger.ServiceChanged => "The service changes",
            AutomationTrigger.Mitigated => "An incident is mitigated",
            AutomationTrigger.Resolved => "An incident is resolved",
            _ => "An incident is reopened",
        };

    /// <summary>"SEV1 · checkout · every team".</summary>
    public static string Scope(AutomationRuleFields rule) =>
        string.Join(
            " · ",
            (
                (string?[])
                    [
                        Some(rule.Severities?.Select(Words.Of)) ?? "every severity",
                        Some(rule.Services) ?? "every service",
                        Some(rule.Teams),
                        Some(rule.Labels),
                    ]
            ).OfType<string>()
        );

    /// <summary>"assigns the scribe to Riley Moss".</summary>
    public static string Of(AutomationStep step) =>
        step.Kind switch
        {
            AutomationStepKind.AssignRole =>
                $"assigns {Words.Of(step.Role ?? IncidentRole.Responder).ToLowerInvariant()} to "
                    + $"{step.Person?.Name}",
            AutomationStepKind.EngageTeam => $"engages {step.Team}",
            AutomationStepKind.AddTask => $"adds the task \"{step.Text}\"",
            AutomationStepKind.PostLink => $"posts {step.Text ?? step.Url}",
            _ => $"tells {step.Audience}",
        };

    private static string? Some(IEnumerable<string>? names) =>
        names?.ToList() is { Count: > 0 } some ? string.Join(", ", some) : null;
}
