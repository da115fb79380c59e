using Pir.Contracts.Api;
using Pir.Contracts.Connections;
using Pir.Contracts.Events;
using Pir.Platform.Connections;
using Pir.Platform.Persistence;

namespace Pir.Notifications.Domain;

/// <summary>Why a subscription gets nothing.</summary>
public enum DisabledReason
{
    /// <summary>Somebody switched it off.</summary>
    Manual,

    /// <summary>The receiver answered 410 Gone.</summary>
    Gone,

    /// <summary>Nothing got through for days.</summary>
    Failing,
}

/// <summary>Somebody's wish to be sent events.</summary>
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

    /// <summary>Sealed by Data Protection.</summary>
    public string SealedSecret { get; private set; } = "";

    /// <summary>
    /// The secret before the last rotation; signs beside the new one until
    /// <see cref="PreviousSecretUntil"/>.
    /// </summary>
    public string? SealedPreviousSecret { get; private set; }
    public DateTime? PreviousSecretUntil { get; private set; }

    public string CreatedByKind { get; init; } = "";
    public string CreatedById { get; init; } = "";
    public string CreatedByName { get; init; } = "";
    public DateTime CreatedAt { get; init; }
    public DateTime UpdatedAt { get; set; }

    // The sender writes these six: they are observations, not decisions, and change no version.
    public DateTime? LastAttemptAt { get; private set; }
    public DateTime? LastSuccessAt { get; private set; }

    /// <summary>First failure since the last success.</summary>
    public DateTime? FailingSince { get; private set; }

    /// <summary>Failed attempts since the last success.</summary>
    public int Failures { get; private set; }

    /// <summary>
    /// Whether the last that was told of its health is that nothing gets through.
    /// </summary>
    public bool IsFailureTold { get; private set; }

    /// <summary>When its health was last told.</summary>
    public DateTime? HealthToldAt { get; private set; }

    public int Version { get; set; }

    public Actor CreatedBy => new(CreatedByKind, CreatedById, CreatedByName);

    /// <summary>Its health by the outcomes of its deliveries.</summary>
    /// <param name="cause">The last failed attempt, where nothing has got through since.</param>
    public ConnectionHealth HealthAfter(DeliveryAttempt? cause) =>
        FailingSince is { } since
            ? new(ConnectionState.Failing, since, Failures, cause?.Error, cause?.Explanation)
        : LastSuccessAt is null || LastAttemptAt > LastSuccessAt ? ConnectionHealth.Unheard
        : ConnectionHealth.Healthy;

    /// <summary>
    /// Whether the subscription receives an event. Events about its own health are left out,
    /// because their delivery would fail too.
    /// </summary>
    public bool Wants(string type, string subject, EventFacets facets) =>
        !facets.IsSample
        && !(type == HealthEvent && subject == Id.ToString())
        && Selection.Matches(type, facets);

    /// <summary>
    /// What there is to tell of its health now; null where it is told or too soon.
    /// </summary>
    /// <param name="cause">As <see cref="HealthAfter"/> takes it.</param>
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
    /// Takes the first secret, or another in its place; the old one keeps signing for
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

    /// <summary>Stops it by hand.</summary>
    public void Disable(DateTime now)
    {
        if (!IsEnabled)
        {
            return;
        }

        IsEnabled = false;
        DisabledReason = Domain.DisabledReason.Manual;
        DisabledAt = now;
        UpdatedAt = now;
    }
}
