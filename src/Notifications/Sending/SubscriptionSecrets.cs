using Microsoft.EntityFrameworkCore;
using Pir.Notifications.Data;
using Pir.ServiceDefaults.Auth;

namespace Pir.Notifications.Sending;

/// <summary>The signing secrets of all subscriptions.</summary>
internal sealed class SubscriptionSecrets(
    IDbContextFactory<NotificationDbContext> factory,
    SecretVault vault
) : ISealedSecrets
{
    public async Task<string?> DescribeLostAsync(CancellationToken token)
    {
        await using var db = await factory.CreateDbContextAsync(token);
        var all = await db.Subscriptions.Select(s => s.SealedSecret).ToListAsync(token);
        return all.Count(s => !vault.CanOpen(s)) switch
        {
            0 => null,
            1 => "the secret of 1 subscription",
            var many => $"the secrets of {many} subscriptions",
        };
    }
}
