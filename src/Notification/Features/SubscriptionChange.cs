using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.ServiceDefaults.Http;

namespace Pir.Notifications.Features;

/// <summary>Changes a subscription, minding the version the caller saw where one is given, else trying again when somebody else was faster.</summary>
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

            if (version is not null && version != subscription.Version)
            {
                return (null, Stale(subscription));
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

    /// <summary>The version from the body, or from the <c>If-Match</c> header.</summary>
    public static int? VersionOf(HttpRequest request, int? inBody) =>
        inBody
        ?? (
            int.TryParse(request.Headers.IfMatch.ToString().Trim('"'), out var header)
                ? header
                : null
        );

    private static ProblemHttpResult Stale(Subscription subscription) =>
        Problems.Stale(
            $"The subscription is at version {subscription.Version} by now.",
            new Dictionary<string, object?> { ["version"] = subscription.Version }
        );
}
