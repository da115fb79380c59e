using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>One step of an automation rule.</summary>
/// <param name="Role">The role to assign.</param>
/// <param name="Person">Who gets the role or the task.</param>
/// <param name="Discipline">What a subject matter expert knows.</param>
/// <param name="Team">The team to engage, or that gets the task.</param>
/// <param name="Text">The task, the title of the link, or what to tell.</param>
/// <param name="Url">The link to post.</param>
/// <param name="Audience">Who is told.</param>
/// <param name="SubscriptionId">Where they are told.</param>
public sealed record AutomationStep(
    AutomationStepKind? Kind,
    IncidentRole? Role = null,
    Person? Person = null,
    string? Discipline = null,
    string? Team = null,
    string? Text = null,
    string? Url = null,
    string? Audience = null,
    Guid? SubscriptionId = null
);

/// <summary>When something happens to some incidents, take some steps.</summary>
public record AutomationRuleFields
{
    public const int MostNames = 50;
    public const int MostSteps = 12;

    public string? Name { get; init; }

    /// <summary>Default: true.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary>What makes the rule run.</summary>
    public AutomationTrigger? Trigger { get; init; }

    /// <summary>None means every severity.</summary>
    public IReadOnlyList<Severity>? Severities { get; init; }

    /// <summary>Names of services; none means every service. Case does not matter.</summary>
    public IReadOnlyList<string>? Services { get; init; }

    /// <summary>Names of teams; none means every team. Case does not matter.</summary>
    public IReadOnlyList<string>? Teams { get; init; }

    /// <summary>
    /// Labels that one of the incident's alerts has, as <c>name=value</c>; all of them must be
    /// there. Case does not matter.
    /// </summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>In the order in which they are taken.</summary>
    public IReadOnlyList<AutomationStep>? Steps { get; init; }
}

/// <summary>All fields of an automation rule. Missing lists are empty.</summary>
public sealed record AutomationRuleRequest : AutomationRuleFields
{
    public AutomationRuleRequest() { }

    public AutomationRuleRequest(AutomationRuleFields fields)
        : base(fields) { }

    /// <summary>The version on which a change is based.</summary>
    public int? Version { get; init; }
}

/// <summary>An automation rule.</summary>
public sealed record AutomationRuleResponse : AutomationRuleFields
{
    public AutomationRuleResponse() { }

    public AutomationRuleResponse(AutomationRuleFields fields)
        : base(fields) { }

    public required Guid Id { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required int Version { get; init; }
}

/// <summary>Tries a rule on the last incidents before it is saved.</summary>
public sealed record TryAutomationRequest(AutomationRuleRequest? Rule);

/// <summary>What a rule would do with the last incidents, as they are now.</summary>
public sealed record TryAutomationResponse(IReadOnlyList<TriedIncident> Incidents);

/// <summary>An incident on which a rule was tried.</summary>
/// <param name="IsMatch">Whether the rule would run.</param>
/// <param name="Effects">Empty if it would not.</param>
public sealed record TriedIncident(
    string Reference,
    string Title,
    Severity Severity,
    bool IsMatch,
    IReadOnlyList<AutomationEffect> Effects
);

/// <summary>The outcome of one step.</summary>
/// <param name="Text">The step in words.</param>
/// <param name="Why">Why it was not taken; missing if it was.</param>
public sealed record AutomationEffect(AutomationStepKind Kind, string Text, string? Why);

/// <summary>One run of an automation rule.</summary>
/// <param name="Rule">The name of the rule at that time.</param>
public sealed record AutomationRunResponse(
    Guid Id,
    Guid RuleId,
    string Rule,
    Guid IncidentId,
    int IncidentNumber,
    AutomationTrigger Trigger,
    DateTime At,
    IReadOnlyList<AutomationEffect> Effects
);
