using Pir.Contracts.Api;
using Pir.Contracts.Events;

namespace Pir.Contracts.Connections;

/// <summary>A monitoring tool that sends alerts.</summary>
/// <param name="Service">What its alerts are about where they do not say themselves.</param>
/// <param name="Team">Whose its alerts are where they do not say themselves.</param>
/// <param name="Owner">Who registered it; absent where that was before it was noted.</param>
public sealed record SourceState(Guid Id, string Name, string? Service, string? Team, Actor? Owner);

/// <summary>Somebody's wish to be sent events.</summary>
/// <param name="Host">Where they are sent. The rest of the address may be secret.</param>
/// <param name="IsEnabled">False where the failure has ended it.</param>
/// <param name="Owner">Who made it.</param>
public sealed record SubscriptionState(
    Guid Id,
    string? Name,
    string Host,
    bool IsEnabled,
    Actor Owner
);

/// <summary>
/// What a source sends can no longer be read, or not all of it, or can be read again.
/// </summary>
public sealed record SourceHealthChanged(SourceState Source, ConnectionHealth Health) : IEvent;

/// <summary>What a subscription is sent no longer gets through, or gets through again.</summary>
public sealed record SubscriptionHealthChanged(
    SubscriptionState Subscription,
    ConnectionHealth Health
) : IEvent;
