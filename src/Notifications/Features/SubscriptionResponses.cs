using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Notifications.Domain;
using Pir.Notifications.Sending;

namespace Pir.Notifications.Features;

/// <summary>Subscriptions as the API shows them.</summary>
internal static class SubscriptionResponses
{
    /// <param name="cause">Its last failed attempt, if nothing has succeeded since.</param>
    public static SubscriptionResponse ToResponse(
        this Subscription s,
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
            s.Selection.ToFilter(),
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

    /// <summary>The filter in the API's form; empty parts are left out.</summary>
    public static EventFilter ToFilter(this Selection selection) =>
        new(
            NullIfEmpty(selection.Services),
            NullIfEmpty([.. selection.Severities.Select(s => s.ToWord())]),
            NullIfEmpty(selection.Teams),
            selection.Incident?.ToString()
        );

    private static IReadOnlyList<string>? NullIfEmpty(IReadOnlyList<string> list) =>
        list.Count == 0 ? null : list;
}
