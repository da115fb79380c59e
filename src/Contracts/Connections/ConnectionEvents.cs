using Pir.Contracts.Api;
using Pir.Contracts.Events;

namespace Pir.Contracts.Connections;

/// <summary>A monitoring tool that sends alerts.</summary>
/// <param name="Service">Default service of its alerts.</param>
/// <param name="Team">Default team of its alerts.</param>
/// <param name="Owner">Who registered it; missing if that was not recorded.</param>
public sealed record SourceState(Guid Id, string Name, string? Service, string? Team, Actor? Owner);

/// <summary>A subscription to events.</summary>
/// <param name="Host">Host of the target address. The rest of the address may be secret.</param>
/// <param name="IsEnabled">False if the failure has disabled it.</param>
/// <param name="Owner">Who created it.</param>
public sealed record SubscriptionState(
    Guid Id,
    string? Name,
    string Host,
    bool IsEnabled,
    Actor Owner
);

/// <summary>Deliveries from a source started to fail or work again.</summary>
public sealed record SourceHealthChanged(SourceState Source, ConnectionHealth Health) : IEvent;

/// <summary>Deliveries to a subscription started to fail or work again.</summary>
public sealed record SubscriptionHealthChanged(
    SubscriptionState Subscription,
    ConnectionHealth Health
) : IEvent;
