using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Notifications.Sending;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.Notifications.Features;

/// <summary>Changes one subscription.</summary>
public sealed class SubscriptionEditor(
    NotificationDbContext db,
    PirDbServices services,
    SecretVault vault
) : Editor<Subscription, Guid, SubscriptionResponse>(db, services.Clock)
{
    protected override Task<Subscription?> LoadAsync(
        Guid key,
        HttpContext http,
        CancellationToken token
    ) => db.Subscriptions.FirstOrDefaultAsync(s => s.Id == key, token);

    protected override string NameOf(Guid key) => $"subscription {key}";

    protected override AuditSubject SubjectOf(Subscription it) => it.ToAuditSubject();

    /// <summary>Disabling a subscription stops its waiting deliveries.</summary>
    protected override async Task CommittedAsync(Subscription it, CancellationToken token)
    {
        if (!it.IsEnabled)
        {
            using var turn = await services.WriteGate.EnterAsync(db, token);
            await db.StopPendingAsync(it.Id, Now, token);
        }
    }

    protected override async Task<SubscriptionResponse> AnswerAsync(
        Subscription it,
        HttpContext http,
        CancellationToken token
    ) => it.ToResponse(Now, await db.CauseAsync(it, token), vault);
}
