using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>What a routing rule does with the alerts that it matches.</summary>
public enum AlertRuleAction
{
    /// <summary>They open an incident, or join the open one of their grouping key.</summary>
    Open,

    /// <summary>
    /// They join the open incident of their grouping key. Until there is one, they wait.
    /// </summary>
    Attach,

    /// <summary>They are counted and dropped.</summary>
    Ignore,
}

/// <summary>How a condition compares a field of an alert with its value.</summary>
public enum AlertOperator
{
    /// <summary>Equal, ignoring case. An empty value matches a missing field.</summary>
    Is,

    /// <summary>The opposite of <see cref="Is"/>.</summary>
    IsNot,

    /// <summary>Has the value anywhere, ignoring case.</summary>
    Contains,

    /// <summary>
    /// Has a match of a regular expression anywhere, case-sensitive, without look-around and
    /// backreferences.
    /// </summary>
    Matches,

    /// <summary>Begins with the value, ignoring case.</summary>
    StartsWith,
}

/// <summary>A condition on one field of an alert.</summary>
/// <param name="Field">
/// <c>source</c>, <c>severity</c>, <c>service</c>, <c>team</c>, <c>environment</c>,
/// <c>title</c>, <c>description</c>, <c>key</c>, or the name of a label or annotation.
/// <c>labels.severity</c> is always the label.
/// </param>
public sealed record AlertCondition(string Field, AlertOperator Operator, string Value);

/// <summary>A routing rule as it should be. Missing values have their defaults.</summary>
public sealed record AlertRuleRequest
{
    /// <summary>Most rules.</summary>
    public const int MostRules = 200;

    /// <summary>Most conditions of a rule or silence.</summary>
    public const int MostConditions = 20;

    /// <summary>Most labels of a grouping key.</summary>
    public const int MostGroupBy = 10;

    /// <summary>Largest number of occurrences or incidents that a rule counts.</summary>
    public const int MostCounted = 1_000;

    /// <summary>Longest window, in minutes: a week.</summary>
    public const int MostMinutes = 10_080;

    public string? Name { get; init; }

    /// <summary>Default: true.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary>All of them must hold. Without any, the rule matches every alert.</summary>
    public IReadOnlyList<AlertCondition>? Conditions { get; init; }

    /// <summary>Default: open.</summary>
    public AlertRuleAction? Action { get; init; }

    /// <summary>The incident's service; missing for the alert's own.</summary>
    public string? Service { get; init; }

    /// <summary>The incident's team; missing for the alert's own.</summary>
    public string? Team { get; init; }

    /// <summary>The incident's severity; missing for the alert's own.</summary>
    public Severity? Severity { get; init; }

    /// <summary>
    /// Fields that make up the grouping key: alerts with the same values share an incident.
    /// Missing: the source's grouping applies.
    /// </summary>
    public IReadOnlyList<string>? GroupBy { get; init; }

    /// <summary>
    /// After so many minutes without a new alert, the next one of the same grouping key opens a
    /// new incident. Missing: it joins as long as the incident is active.
    /// </summary>
    public int? GroupMinutes { get; init; }

    /// <summary>How many reports it takes to open an incident. Default: 1.</summary>
    public int? Occurrences { get; init; }

    /// <summary>Within how many minutes they must arrive. Required with occurrences.</summary>
    public int? OccurrenceMinutes { get; init; }

    /// <summary>
    /// How many minutes an incident stays active after its last alert ended, because the alert
    /// may fire again. Default: 0.
    /// </summary>
    public int? HoldMinutes { get; init; }

    /// <summary>
    /// After so many new incidents of one service within <see cref="StormMinutes"/>, further
    /// alerts are collected in one incident. Missing: never.
    /// </summary>
    public int? StormIncidents { get; init; }
    public int? StormMinutes { get; init; }

    /// <summary>The version on which a change is based.</summary>
    public int? Version { get; init; }
}

/// <summary>A routing rule.</summary>
/// <param name="Position">Its place in the order, from 1. The first match decides.</param>
public sealed record AlertRuleResponse(
    Guid Id,
    string Name,
    int Position,
    bool IsEnabled,
    IReadOnlyList<AlertCondition> Conditions,
    AlertRuleAction Action,
    string? Service,
    string? Team,
    Severity? Severity,
    IReadOnlyList<string> GroupBy,
    int? GroupMinutes,
    int Occurrences,
    int? OccurrenceMinutes,
    int HoldMinutes,
    int? StormIncidents,
    int? StormMinutes,
    DateTime ChangedAt,
    Actor ChangedBy,
    int Version
);

/// <param name="Ids">Every rule once, in the order in which they are tried.</param>
public sealed record OrderAlertRulesRequest(IReadOnlyList<Guid>? Ids);

/// <summary>
/// A silence or maintenance window as it should be: matching alerts open no incident in that time.
/// </summary>
public sealed record SilenceRequest
{
    /// <summary>Why the alerts are expected.</summary>
    public string? Reason { get; init; }

    /// <summary>All of them must hold; at least one.</summary>
    public IReadOnlyList<AlertCondition>? Conditions { get; init; }

    /// <summary>Default: now.</summary>
    public DateTime? From { get; init; }
    public DateTime? Until { get; init; }

    /// <summary>The version on which a change is based.</summary>
    public int? Version { get; init; }
}

/// <summary>Whether a silence is in force.</summary>
public enum SilenceState
{
    Planned,
    Active,
    Ended,
}

/// <summary>A silence or maintenance window.</summary>
/// <param name="Suppressed">How many alerts it is holding back.</param>
public sealed record SilenceResponse(
    Guid Id,
    string Reason,
    IReadOnlyList<AlertCondition> Conditions,
    DateTime From,
    DateTime Until,
    SilenceState State,
    Actor CreatedBy,
    DateTime CreatedAt,
    int Suppressed,
    int Version
);

/// <summary>State of an alert that a rule or silence held back.</summary>
public enum HeldAlertState
{
    /// <summary>A rule needs more occurrences, or an incident to attach it to.</summary>
    Waiting,

    /// <summary>A silence is in force. If the alert outlasts it, its incident opens.</summary>
    Suppressed,

    /// <summary>It ended without an incident.</summary>
    Ended,

    /// <summary>It opened or joined an incident.</summary>
    Released,
}

/// <summary>An alert that is or was held back.</summary>
/// <param name="Occurrences">How often it was reported firing meanwhile.</param>
/// <param name="Incident">Its incident, once it was released.</param>
public sealed record HeldAlertResponse(
    Guid Id,
    HeldAlertState State,
    string Title,
    string Fingerprint,
    Severity Severity,
    string? Service,
    Guid SourceId,
    string? SourceName,
    Guid? RuleId,
    string? RuleName,
    Guid? SilenceId,
    string? SilenceReason,
    DateTime StartsAt,
    DateTime? EndsAt,
    DateTime FirstSeenAt,
    DateTime LastSeenAt,
    int Occurrences,
    string? Incident
);

/// <summary>
/// What to try: a new rule, a changed one, another order, a silence, or several of them.
/// </summary>
public sealed record TryAlertRulesRequest
{
    /// <summary>Most deliveries.</summary>
    public const int MostDeliveries = 200;

    /// <summary>A rule to try; missing to try the others without it.</summary>
    public AlertRuleRequest? Rule { get; init; }

    /// <summary>The saved rule that it replaces; missing for a new one.</summary>
    public Guid? RuleId { get; init; }

    /// <summary>A new rule's place in the order, from 1. Default: last.</summary>
    public int? Position { get; init; }

    /// <summary>An order of the saved rules.</summary>
    public IReadOnlyList<Guid>? Order { get; init; }

    /// <summary>A silence to try, as if it had been in force all the time.</summary>
    public SilenceRequest? Silence { get; init; }

    /// <summary>How many of the last deliveries. Default: 50.</summary>
    public int? Deliveries { get; init; }
}

/// <summary>What would have happened to an alert.</summary>
/// <param name="Outcome">
/// <c>opened</c>, <c>joined</c>, <c>repeated</c>, <c>raised</c>, <c>acknowledged</c>,
/// <c>resolved</c>, <c>ignored</c>, <c>waiting</c> or <c>suppressed</c>.
/// </param>
/// <param name="Incident">Number of the incident within the trial, from 1.</param>
public sealed record TriedAlert(
    string Title,
    string Key,
    string Outcome,
    int? Incident,
    string? Rule,
    string? Silence
);

/// <summary>What would have happened to a delivery.</summary>
/// <param name="AlertCount">How many alerts it had.</param>
/// <param name="Alerts">The first of them.</param>
public sealed record TriedDelivery(
    Guid DeliveryId,
    Guid SourceId,
    string? SourceName,
    DateTime ReceivedAt,
    int AlertCount,
    IReadOnlyList<TriedAlert> Alerts
);

/// <summary>How many alerts had each outcome, and how many incidents opened.</summary>
public sealed record TrialCounts(
    int Incidents,
    int Opened,
    int Joined,
    int Ignored,
    int Waiting,
    int Suppressed,
    int Other
);

/// <summary>
/// A trial on the last deliveries, as if nothing had been open before the first of them.
/// </summary>
/// <param name="Deliveries">Newest first.</param>
/// <param name="Now">The same with the rules as they are.</param>
public sealed record TryAlertRulesResponse(
    IReadOnlyList<TriedDelivery> Deliveries,
    TrialCounts Tried,
    TrialCounts Now
);
