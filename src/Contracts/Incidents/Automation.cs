namespace Pir.Contracts.Incidents;

/// <summary>
/// What makes an automation rule run. No step of a rule causes any of them, so that rules cannot
/// start each other.
/// </summary>
public enum AutomationTrigger
{
    Opened,
    Acknowledged,
    SeverityChanged,
    ServiceChanged,
    Mitigated,
    Resolved,
    Reopened,
}

/// <summary>What an automation rule does.</summary>
public enum AutomationStepKind
{
    /// <summary>Gives a role to a person, unless somebody has it.</summary>
    AssignRole,

    /// <summary>Engages a team.</summary>
    EngageTeam,

    /// <summary>Adds a task to the incident.</summary>
    AddTask,

    /// <summary>Posts a link to the timeline.</summary>
    PostLink,

    /// <summary>Sends the event to a subscription.</summary>
    Notify,
}

/// <summary>Somebody to tell about the incident.</summary>
/// <param name="Audience">Who is meant.</param>
/// <param name="SubscriptionId">The subscription that receives this event.</param>
/// <param name="Text">What to say.</param>
/// <param name="Rule">The automation rule that asks for it.</param>
public sealed record NoticeState(string Audience, Guid SubscriptionId, string? Text, string Rule);
