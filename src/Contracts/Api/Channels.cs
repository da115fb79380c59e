using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>When stakeholders are told about an incident.</summary>
public enum ChannelMoment
{
    Opened,
    SeverityChanged,
    Resolved,
}

/// <summary>How somebody is told.</summary>
public enum ChannelKind
{
    /// <summary>A signed webhook, sent to a subscription.</summary>
    Webhook,
}

/// <summary>Who is told, and where.</summary>
/// <param name="Audience">Who is meant, e.g. <c>Management</c>: a team, a role or a group.</param>
/// <param name="Kind">Default: webhook.</param>
/// <param name="SubscriptionId">The subscription that receives the webhook.</param>
public sealed record ChannelTarget(
    string? Audience,
    Guid? SubscriptionId,
    ChannelKind? Kind = null
);

/// <summary>
/// A row of the channel policy: for which incidents and when, who is told. The first rule that
/// matches counts.
/// </summary>
public record ChannelRuleFields
{
    /// <summary>Most services, teams or channels of a rule.</summary>
    public const int MostNames = 50;

    public string? Name { get; init; }

    /// <summary>None means every severity.</summary>
    public IReadOnlyList<Severity>? Severities { get; init; }

    /// <summary>Names of services; none means every service. Case does not matter.</summary>
    public IReadOnlyList<string>? Services { get; init; }

    /// <summary>Names of teams; none means every team. Case does not matter.</summary>
    public IReadOnlyList<string>? Teams { get; init; }

    /// <summary>None means all of them.</summary>
    public IReadOnlyList<ChannelMoment>? Moments { get; init; }

    /// <summary>Who is told; none means nobody.</summary>
    public IReadOnlyList<ChannelTarget>? Channels { get; init; }
}

/// <summary>All fields of a channel rule. Missing lists are empty.</summary>
public sealed record ChannelRuleRequest : ChannelRuleFields
{
    /// <summary>The version on which a change is based.</summary>
    public int? Version { get; init; }
}

/// <summary>A channel rule.</summary>
public sealed record ChannelRuleResponse : ChannelRuleFields
{
    public ChannelRuleResponse() { }

    public ChannelRuleResponse(ChannelRuleFields fields)
        : base(fields) { }

    public required Guid Id { get; init; }

    /// <summary>From 1: the order in which the rules are tried.</summary>
    public required int Position { get; init; }

    /// <summary>Its channels with their names, in the same order.</summary>
    public required IReadOnlyList<TriedChannel> Told { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required int Version { get; init; }
}

/// <summary>The ids of all channel rules, in the order in which they are tried.</summary>
public sealed record OrderChannelRulesRequest(IReadOnlyList<Guid>? Ids);

/// <summary>Asks who would be told about an incident.</summary>
/// <param name="Moment">Default: opened.</param>
public sealed record TryChannelRulesRequest(
    Severity? Severity,
    string? Service = null,
    string? Team = null,
    ChannelMoment? Moment = null
);

/// <summary>Who would be told.</summary>
/// <param name="Rule">The name of the rule that matches; missing if none does.</param>
public sealed record TryChannelRulesResponse(
    Guid? RuleId,
    string? Rule,
    IReadOnlyList<TriedChannel> Channels
);

/// <summary>Somebody who is or would be told.</summary>
/// <param name="Channel">The name of the subscription; missing if it was removed.</param>
/// <param name="IsOn">Whether the channel takes messages now.</param>
public sealed record TriedChannel(string Audience, ChannelKind Kind, string? Channel, bool IsOn);

/// <summary>The outcome of a message to stakeholders.</summary>
public enum TellingStatus
{
    /// <summary>Waits for its first attempt.</summary>
    Pending,

    /// <summary>An attempt failed and another one follows.</summary>
    Retried,
    Sent,

    /// <summary>Given up.</summary>
    Failed,

    /// <summary>Not sent, because the channel is off or was removed.</summary>
    Off,
}

/// <summary>
/// Somebody who was told about an incident by the channel policy or by an automation rule.
/// </summary>
/// <param name="Moment">Missing if an automation rule told them.</param>
/// <param name="Channel">The name of the channel at that time.</param>
/// <param name="Rule">The name of the rule at that time.</param>
/// <param name="Attempts">Attempts so far.</param>
/// <param name="Error">The last failure; missing if there was none.</param>
public sealed record TellingResponse(
    Guid Id,
    ChannelMoment? Moment,
    string Audience,
    ChannelKind Kind,
    string Channel,
    string Rule,
    DateTime At,
    TellingStatus Status,
    int Attempts,
    string? Error,
    DateTime? SentAt,
    DateTime? NextAttemptAt
);
