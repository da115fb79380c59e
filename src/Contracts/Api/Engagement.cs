using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>Which teams are engaged in incidents of which services and severities.</summary>
public record EngagementRuleFields
{
    /// <summary>Most services or teams of a rule or policy.</summary>
    public const int MostNames = 50;

    public string? Name { get; init; }

    /// <summary>Names of services; none means every service. Case does not matter.</summary>
    public IReadOnlyList<string>? Services { get; init; }

    /// <summary>None means every severity.</summary>
    public IReadOnlyList<Severity>? Severities { get; init; }

    /// <summary>The teams to engage; at least one.</summary>
    public IReadOnlyList<string>? Teams { get; init; }
}

/// <summary>All fields of an engagement rule. Missing lists are empty.</summary>
public sealed record EngagementRuleRequest : EngagementRuleFields
{
    /// <summary>The version on which a change is based.</summary>
    public int? Version { get; init; }
}

/// <summary>An engagement rule.</summary>
public sealed record EngagementRuleResponse : EngagementRuleFields
{
    public EngagementRuleResponse() { }

    public EngagementRuleResponse(EngagementRuleFields fields)
        : base(fields) { }

    public required Guid Id { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required int Version { get; init; }
}

/// <summary>Whom to engage next, if nobody acknowledged.</summary>
/// <param name="AfterMinutes">
/// Counted from the engagement for the first step, from the step before for the others.
/// </param>
/// <param name="Team">Missing if a person is engaged.</param>
/// <param name="Person">Missing if a team is engaged.</param>
public sealed record EscalationStep(int? AfterMinutes, string? Team = null, Person? Person = null);

/// <summary>What happens if an engaged team does not acknowledge.</summary>
public record EscalationPolicyFields
{
    public const int MostSteps = 10;

    /// <summary>Longest time-out of a step: a day.</summary>
    public const int MostMinutes = 1440;

    public string? Name { get; init; }

    /// <summary>For these teams; none means every team. Case does not matter.</summary>
    public IReadOnlyList<string>? Teams { get; init; }

    /// <summary>None means every severity.</summary>
    public IReadOnlyList<Severity>? Severities { get; init; }

    /// <summary>In the order in which they are taken.</summary>
    public IReadOnlyList<EscalationStep>? Steps { get; init; }
}

/// <summary>All fields of an escalation policy. Missing lists are empty.</summary>
public sealed record EscalationPolicyRequest : EscalationPolicyFields
{
    /// <summary>The version on which a change is based.</summary>
    public int? Version { get; init; }
}

/// <summary>An escalation policy.</summary>
public sealed record EscalationPolicyResponse : EscalationPolicyFields
{
    public EscalationPolicyResponse() { }

    public EscalationPolicyResponse(EscalationPolicyFields fields)
        : base(fields) { }

    public required Guid Id { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required int Version { get; init; }
}

/// <summary>What applies where no engagement rule does.</summary>
/// <param name="DefaultTeam">
/// Engaged if no rule matches and the service has no owner. Missing: nobody is.
/// </param>
public sealed record EngagementSettingsRequest(string? DefaultTeam, int? Version = null);

/// <inheritdoc cref="EngagementSettingsRequest"/>
public sealed record EngagementSettingsResponse(string? DefaultTeam, int Version);

/// <summary>Engages a team by hand.</summary>
public sealed record EngageTeamRequest(string? Team);

/// <summary>A team or a person engaged in an incident.</summary>
/// <param name="Because">The rule or escalation policy; missing for neither.</param>
/// <param name="EscalatesAt">When the next step is taken; missing if there is none.</param>
/// <param name="EscalatesTo">Who is engaged then.</param>
/// <param name="MayAcknowledge">Whether the caller may acknowledge it now.</param>
public sealed record EngagementResponse(
    Guid Id,
    string? Team,
    Person? Person,
    EngagementCause Cause,
    string? Because,
    DateTime EngagedAt,
    DateTime? AcknowledgedAt,
    Person? AcknowledgedBy,
    DateTime? EscalatesAt,
    string? EscalatesTo,
    bool MayAcknowledge,
    int Version
);

/// <summary>Who was engaged in an incident.</summary>
/// <param name="IsUnmatched">
/// Whether neither a rule nor an owner in the catalog says who should be.
/// </param>
public sealed record IncidentEngagementsResponse(
    bool IsUnmatched,
    IReadOnlyList<EngagementResponse> Engagements
);
