using Pir.Contracts.Api;
using Pir.Contracts.Connections;
using Pir.Contracts.Events;
using Pir.Platform.Connections;
using Pir.Platform.Persistence;

namespace Pir.Notifications.Domain;

/// <summary>A subscription to events.</summary>
public sealed class Subscription : IAggregate
{
    private static readonly string HealthEvent = EventCatalog
        .Of(typeof(SubscriptionHealthChanged))
        .Name;

    public Guid Id { get; init; }
    public string? Name { get; set; }
    public string Url { get; set; } = "";
    public required Selection Selection { get; set; }
    public bool IsEnabled { get; private set; } = true;
    public DisabledReason? DisabledReason { get; private set; }
    public DateTime? DisabledAt { get; private set; }

    /// <summary>Encrypted by Data Protection.</summary>
    public string SealedSecret { get; private set; } = "";

    /// <summary>
    /// The secret before the last rotation. Deliveries are also signed with it until
    /// <see cref="PreviousSecretUntil"/>.
    /// </summary>
    public string? SealedPreviousSecret { get; private set; }
    public DateTime? PreviousSecretUntil { get; private set; }

    public string CreatedByKind { get; init; } = "";
    public string CreatedById { get; init; } = "";
    public string CreatedByName { get; init; } = "";
    public DateTime CreatedAt { get; init; }
    public DateTime UpdatedAt { get; set; }

    // The sender writes these six. They are observations and not decisions, and do not change the
    // version.
    public DateTime? LastAttemptAt { get; private set; }
    public DateTime? LastSuccessAt { get; private set; }

    /// <summary>First failure since the last success.</summary>
    public DateTime? FailingSince { get; private set; }

    /// <summary>Failed attempts since the last success.</summary>
    public int Failures { get; private set; }

    /// <summary>Whether the last health event reported a failure.</summary>
    public bool IsFailureTold { get; private set; }

    /// <summary>When its health was last reported.</summary>
    public DateTime? HealthToldAt { get; private set; }

    public int Version { get; set; }

    /// <summary>Its name, or the host it sends to.</summary>
    public string ShownName => Name ?? new Uri(Url).Host;

    public Actor CreatedBy => new(CreatedByKind, CreatedById, CreatedByName);

    /// <summary>Its health, based on the outcomes of its deliveries.</summary>
    /// <param name="cause">The last failed attempt, if no delivery has succeeded since.</param>
    public ConnectionHealth HealthAfter(DeliveryAttempt? cause) =>
        FailingSince is { } since
            ? new(ConnectionState.Failing, since, Failures, cause?.Error, Explain(cause))
        : LastSuccessAt is null || LastAttemptAt > LastSuccessAt ? ConnectionHealth.Unheard
        : ConnectionHealth.Healthy;

    private static string? Explain(DeliveryAttempt? attempt) =>
        attempt?.Error is { } cause ? DeliveryCause.Explain(cause, attempt.StatusCode) : null;

    /// <summary>
    /// Whether the subscription receives an event. Events of silent incidents are left out, and
    /// those about its own health, because their delivery would fail too.
    /// </summary>
    public bool Wants(string type, string subject, EventFacets facets) =>
        !facets.IsSilent
        && !(type == HealthEvent && subject == Id.ToString())
        && Selection.Matches(type, facets);

    /// <summary>
    /// The health event to publish now; null if it was already published or it is too soon.
    /// </summary>
    /// <param name="cause">See <see cref="HealthAfter"/>.</param>
    public SubscriptionHealthChanged? TellHealth(DeliveryAttempt? cause, DateTime now)
    {
        var isFailing = FailingSince is not null;
        if (!HealthNews.IsDue(isFailing, IsFailureTold, HealthToldAt, now))
        {
            return null;
        }

        (IsFailureTold, HealthToldAt) = (isFailing, now);
        return new(new(Id, Name, new Uri(Url).Host, IsEnabled, CreatedBy), HealthAfter(cause));
    }

    /// <summary>
    /// Sets the first secret or replaces it. The old one remains in use for
    /// <paramref name="overlap"/>.
    /// </summary>
    public void Rotate(string sealedSecret, DateTime now, TimeSpan overlap)
    {
        if (SealedSecret.Length > 0)
        {
            SealedPreviousSecret = SealedSecret;
            PreviousSecretUntil = now + overlap;
        }

        SealedSecret = sealedSecret;
        UpdatedAt = now;
    }

    /// <summary>
    /// Enables the subscription again with a clean record. Its health is unknown until the next
    /// outcome.
    /// </summary>
    public void Enable(DateTime now)
    {
        if (IsEnabled)
        {
            return;
        }

        IsEnabled = true;
        DisabledReason = null;
        DisabledAt = null;
        FailingSince = null;
        Failures = 0;
        UpdatedAt = now;
    }

    /// <summary>Disables it by hand.</summary>
    public void Disable(DateTime now)
    {
        if (!IsEnabled)
        {
            return;
        }

        IsEnabled = false;
        DisabledReason = Contracts.Api.DisabledReason.Manual;
        DisabledAt = now;
        UpdatedAt = now;
    }
}
