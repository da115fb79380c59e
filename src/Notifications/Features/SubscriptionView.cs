using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Notifications.Domain;
using Pir.Notifications.Sending;

namespace Pir.Notifications.Features;

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
public sealed record SubscriptionView(
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
    /// <param name="cause">Its last failed attempt, if no delivery has succeeded since.</param>
    public static SubscriptionView From(
        Subscription s,
        DateTime now,
        DeliveryAttempt? cause,
        SecretVault vault,
        string? secret = null
    ) =>
        new(
            s.Id,
            s.Name,
            s.Url,
            s.Selection.Events,
            EventFilter.From(s.Selection),
            s.IsEnabled,
            s.DisabledReason,
            s.DisabledAt,
            s.CreatedBy,
            s.CreatedAt,
            s.UpdatedAt,
            s.LastAttemptAt,
            s.LastSuccessAt,
            s.FailingSince,
            s.Failures,
            s.HealthAfter(cause),
            s.PreviousSecretUntil > now ? s.PreviousSecretUntil : null,
            s.Version,
            !vault.CanOpen(s.SealedSecret),
            secret
        );
}
