using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;

namespace Pir.Notifications.Features;

/// <summary>Finds the last failure of failing subscriptions.</summary>
internal static class FailureCauses
{
    /// <summary>
    /// The newest undelivered events. One of them is the one that was tried last.
    /// </summary>
    private const int Looked = 20;

    /// <summary>The last failed attempt of each failing subscription, by subscription.</summary>
    public static async Task<Dictionary<Guid, DeliveryAttempt>> CausesAsync(
        this NotificationDbContext db,
        IEnumerable<Subscription> subscriptions,
        CancellationToken token
    )
    {
        var causes = new Dictionary<Guid, DeliveryAttempt>();
        foreach (var subscription in subscriptions.Where(s => s.FailingSince is not null))
        {
            if (await db.CauseAsync(subscription, token) is { } cause)
            {
                causes[subscription.Id] = cause;
            }
        }

        return causes;
    }

    /// <summary>Publishes a change of a subscription's health with the next save.</summary>
    /// <returns>Whether there is a change.</returns>
    public static bool TellHealth(
        this NotificationDbContext db,
        Subscription subscription,
        DeliveryAttempt? cause,
        DateTime now
    )
    {
        if (subscription.TellHealth(cause, now) is not { } news)
        {
            return false;
        }

        db.RaiseObserved(news, subscription.Id, subscription, now, Actor.System);
        return true;
    }

    /// <summary>Null if a delivery has succeeded, or the deliveries are no longer stored.</summary>
    public static async Task<DeliveryAttempt?> CauseAsync(
        this NotificationDbContext db,
        Subscription subscription,
        CancellationToken token
    )
    {
        if (subscription.FailingSince is null)
        {
            return null;
        }

        var logs = await db
            .Deliveries.AsNoTracking()
            .Where(d =>
                d.SubscriptionId == subscription.Id
                && d.Attempts > 0
                && d.Status != DeliveryStatus.Delivered
                && d.EventType != CloudEvent.TestType
            )
            .OrderByDescending(d => d.CreatedAt)
            .ThenByDescending(d => d.Id)
            .Select(d => d.AttemptLog)
            .Take(Looked)
            .ToListAsync(token);
        return logs.SelectMany(Delivery.ReadLog).Where(a => a.Error is not null).MaxBy(a => a.At);
    }
}
