namespace Pir.Contracts.Incidents;

/// <summary>Why a team or person was engaged.</summary>
public enum EngagementCause
{
    /// <summary>An engagement rule matched.</summary>
    Rule,

    /// <summary>No rule matched; the team owns the service in the catalog.</summary>
    Owner,

    /// <summary>No rule matched and the service has no owner: the default team.</summary>
    Default,

    /// <summary>A step of an escalation policy.</summary>
    Escalation,

    /// <summary>Somebody asked for the team.</summary>
    Person,
}

/// <summary>A team or a person called to an incident.</summary>
/// <param name="Team">Null for a person.</param>
/// <param name="Person">Null for a team.</param>
/// <param name="Because">The name of the rule or the escalation policy; null for neither.</param>
public sealed record EngagementState(
    Guid Id,
    string? Team,
    Person? Person,
    EngagementCause Cause,
    string? Because,
    DateTime EngagedAt,
    DateTime? AcknowledgedAt,
    Person? AcknowledgedBy
);

/// <summary>A step of an escalation that was taken.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Steps">How many steps the policy has.</param>
/// <param name="AfterMinutes">How long nobody had acknowledged.</param>
public sealed record EscalationTaken(
    string Policy,
    int Number,
    int Steps,
    int AfterMinutes,
    string? Team,
    Person? Person
);
