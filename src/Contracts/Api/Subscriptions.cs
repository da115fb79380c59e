using System.Text.Json.Serialization;
using Pir.Contracts.Events;

namespace Pir.Contracts.Api;

/// <summary>Filters the events; a missing part matches everything.</summary>
/// <param name="Services">Names of services, compared ignoring case.</param>
/// <param name="Severities"><c>sev1</c> … <c>sev5</c>.</param>
/// <param name="Teams">Names of teams, compared ignoring case.</param>
/// <param name="Incident">Id of an incident, or its reference (<c>INC-42</c>).</param>
public sealed record EventFilter(
    IReadOnlyList<string>? Services = null,
    IReadOnlyList<string>? Severities = null,
    IReadOnlyList<string>? Teams = null,
    string? Incident = null
);

/// <summary>An endpoint that is to receive events.</summary>
/// <param name="Url">Target address; https, unless the operator allows http.</param>
/// <param name="Events">
/// Events of the catalogue, families such as <c>review.*</c>, or <c>*</c>.
/// </param>
public sealed record CreateSubscriptionRequest(
    string? Name,
    string? Url,
    IReadOnlyList<string>? Events,
    EventFilter? Filter = null
);

/// <summary>New values; what is absent stays. An empty name clears it.</summary>
/// <param name="Filter">
/// Replaces the whole filter; an empty filter matches everything.
/// </param>
/// <param name="Version">
/// Refuses the change if the subscription has been changed since this version.
/// </param>
public sealed record ChangeSubscriptionRequest(
    string? Name = null,
    string? Url = null,
    IReadOnlyList<string>? Events = null,
    EventFilter? Filter = null,
    bool? IsEnabled = null,
    int? Version = null
);

/// <summary>Why a subscription is disabled.</summary>
public enum DisabledReason
{
    /// <summary>Somebody disabled it.</summary>
    Manual,

    /// <summary>The receiver answered 410 Gone.</summary>
    Gone,

    /// <summary>No delivery succeeded for days.</summary>
    Failing,
}

/// <summary>A subscription.</summary>
/// <param name="DisabledReason">
/// <c>manual</c>, <c>gone</c> (the receiver answered 410) or <c>failing</c> (no delivery succeeded
/// for days).
/// </param>
/// <param name="FailingSince">First failure since the last success.</param>
/// <param name="Failures">Failed attempts since the last success.</param>
/// <param name="PreviousSecretUntil">
/// Until then, deliveries are also signed with the secret before the last rotation.
/// </param>
/// <param name="Health">Whether its deliveries succeed; tests do not count.</param>
/// <param name="IsSecretLost">
/// Whether the signing secret can no longer be read, because its key ring is lost. Nothing is sent
/// until <c>rotate-secret</c> creates a new one.
/// </param>
/// <param name="Secret">Shown once: when it was created or rotated.</param>
public sealed record SubscriptionResponse(
    Guid Id,
    string? Name,
    string Url,
    IReadOnlyList<string> Events,
    EventFilter Filter,
    bool IsEnabled,
    DisabledReason? DisabledReason,
    DateTime? DisabledAt,
    Actor CreatedBy,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    DateTime? LastAttemptAt,
    DateTime? LastSuccessAt,
    DateTime? FailingSince,
    int Failures,
    ConnectionHealth Health,
    DateTime? PreviousSecretUntil,
    int Version,
    bool IsSecretLost,
    string? Secret = null
)
{
    /// <summary>The name, or the address if it has no name.</summary>
    [JsonIgnore]
    public string Title => string.IsNullOrWhiteSpace(Name) ? Url : Name;
}
