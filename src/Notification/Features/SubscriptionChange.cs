using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.ServiceDefaults.Http;

namespace Pir.Notifications.Features;

/// <summary>
/// Changes a subscription, minding the version the caller saw where one is given, else trying again
/// when somebody else was faster.
/// </summary>
public sealed class SubscriptionChange(NotificationDbContext db)
{
    private const int MaxTries = 3;

    /// <summary>The changed subscription, or why not.</summary>
    public async Task<(Subscription? Subscription, ProblemHttpResult? Problem)> ApplyAsync(
        Guid id,
        int? version,
        Action<Subscription> change,
        CancellationToken token
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await db.Subscriptions.FindAsync([id], token) is not { } subscription)
            {
                return (null, Problems.NotFound($"subscription {id}"));
            }

            if (ExpectedVersion.Refuse(version, subscription.Version) is { } stale)
            {
                return (null, stale);
            }

            try
            {
                change(subscription);
                await db.SaveChangesAsync(token);
                return (subscription, null);
            }
            catch (DbUpdateConcurrencyException) when (attempt < MaxTries)
            {
                db.DiscardChanges();
            }
        }
    }
}
